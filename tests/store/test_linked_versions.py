"""What a folder is about follows from its documents as they are, whatever was edited in them."""

from pathlib import Path

from atodds.pipeline import check_corpus
from atodds.store.snapshot import Snapshot
from atodds.workspace import Workspace

TEXTS = {
    "a.txt": "Flood in Lori\n\nPublished: 5 May 1990\n\nThe flood killed 310 people.\n",
    "b.txt": "The Lori flood\n\nPublished: 6 May 1990\n\nThe flood killed 420 people.\n",
    "c.txt": "Trade of Peru\n\nPublished: 6 May 1991\n\nPeru exported 4,000 tonnes of tin in 1990.\n",
}
EDITED = {"c.txt": "Flood in Lori\n\nPublished: 6 May 1991\n\nThe flood killed 310 people.\n"}


def run(folder: Path, *texts: dict[str, str]) -> Snapshot:
    workspace = Workspace.at(folder)
    for some in texts:
        for name, text in some.items():
            (folder / "documents").mkdir(parents=True, exist_ok=True)
            (folder / "documents" / name).write_text(text, encoding="utf-8")
        check_corpus(workspace, paths=[folder / "documents"])
    return Snapshot.find(workspace)


def test_an_edited_document_leaves_the_topics_that_a_first_run_over_it_finds(tmp_path: Path) -> None:
    edited, fresh = run(tmp_path / "edited", TEXTS, EDITED), run(tmp_path / "fresh", TEXTS | EDITED)
    columns = ["document_path", "topic_id", "name", "shares"]
    assert edited.topics.select(columns).rows() == fresh.topics.select(columns).rows()
    assert edited.claims.select("subject_id").rows() == fresh.claims.select("subject_id").rows()


def test_a_claim_of_an_earlier_version_is_of_the_topic_that_its_place_has_now(tmp_path: Path) -> None:
    snapshot = run(tmp_path, TEXTS, {"a.txt": TEXTS["a.txt"].replace("310", "350")})
    topics = dict(snapshot.topics.select("document_path", "topic_id").rows())
    revised = snapshot.discrepancies.filter(snapshot.discrepancies["check_id"] == "revised_figure")
    (ids,) = revised["claim_ids"].to_list()
    before = snapshot.past_claims.filter(snapshot.past_claims["claim_id"].is_in(ids))
    assert before["topic_id"].to_list() == [topics["documents/a.txt"]]
