from atodds.report import render_markdown
from atodds.report.markdown import escape_markdown
from tests.report.sample_run import SampleRun, ferry_run, many_findings


def test_the_report_says_what_disagrees_where_and_what_could_not_be_read() -> None:
    text = render_markdown(ferry_run(), legends={"value_mismatch": "Two values for one fact."})
    assert text.startswith("# At Odds: Port Amber papers\n\nOne fact is at odds, with one contradiction, among 4 claims in four documents.")
    assert "### Deaths in the ferry fire at Port Amber: 31 against 46 in four documents; three readings cannot all hold" in text
    assert "killed **31** people" in text
    assert "page 3" in text
    assert "Not in conflict: at least 30 (Almanac of the coast)." in text
    assert "`scan.pdf` (unreadable): scan.pdf: no text layer" in text
    assert "- `value_mismatch` (1): Two values for one fact." in text


def test_text_of_documents_cannot_become_markup() -> None:
    hostile = ' | <img src=x onerror="a()"> [x](javascript:a) `c` https://evil.example @user'
    escaped = escape_markdown(hostile)
    assert "<img" not in escaped.replace("\\<", "")
    assert "\\|" in escaped
    assert "\\[x\\]" in escaped
    assert "https://" not in escaped
    text = render_markdown(ferry_run(quote_tail=" <script>alert(1)</script> | cell"))
    assert "\\<script\\>" in text
    assert "<script>" not in text.replace("\\<script\\>", "")


def test_a_limit_on_findings_is_said_in_the_text() -> None:
    text = render_markdown(many_findings(12), limit=5)
    assert text.count("\n### ") == 5
    assert "*5 of 12 facts are shown, the gravest first.*" in text


def test_a_run_without_findings_says_so() -> None:
    run = ferry_run()
    empty = SampleRun(run.document_rows, run.claim_rows, [])
    assert "Nothing at odds: 4 claims in four documents" in render_markdown(empty)


def test_the_same_run_is_rendered_the_same_twice() -> None:
    assert render_markdown(ferry_run()) == render_markdown(ferry_run())
