from __future__ import annotations

from collections.abc import Mapping

import pytest

from atodds.topics import TopicText, find_topics
from benchmarks.clusters import SEALED, SHARED, _texts, pairs

pytestmark = pytest.mark.shared


@pytest.fixture(scope="module")
def folders() -> Mapping[str, list[TopicText]]:
    found = [folder for base in ("suites", "corpora") for folder in sorted(SHARED.glob(f"{base}/*/documents"))]
    if not found:
        pytest.skip(f"{SHARED} is not there: topics are measured on invented folders only")
    return {folder.parent.name: _texts(folder) for folder in found}


def test_folders_mixed_in_one_come_apart(folders: Mapping[str, list[TopicText]]) -> None:
    for names in (folders.keys() - SEALED, folders.keys()):
        mixed = {name: folders[name] for name in sorted(names)}
        precision, recall = pairs(find_topics([one for texts in mixed.values() for one in texts]), mixed)
        assert precision >= 0.95
        assert recall >= 0.95


def test_each_folder_alone_is_one_topic(folders: Mapping[str, list[TopicText]]) -> None:
    assert [len(find_topics(texts).topics) for texts in folders.values()] == [1] * len(folders)
