"""The page in a browser: what a reader does with it. Needs Debian's chromium and chromium-driver; see .ci/run."""

import csv
import datetime
import io
import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

from flows.page import Choice, page_server, write_page
from flows.trace import EVIDENCE
from flows.views import quoted
from tests.browser.conftest import Browser
from tests.synthetic import STORY, identity, write_warehouse
from tests.warehouses import current, rows

STRIKE = identity("a1", "bombed")
HOSTILE = (
    "</script><script>document.title='taken'</script><img src=x onerror=\"document.title='taken'\">&lt;b&gt; 'q' \"q\" "
    "\u202egnp.exe\u2066 \x1b[31m"
)


@pytest.fixture(scope="module")
def samples(samples_warehouse: Path) -> Iterator[str]:
    """The address of the page of the samples' release, served with its box for SQL."""
    with page_server(samples_warehouse, Choice()) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a file: the page of two events whose words are known."""
    folder = tmp_path_factory.mktemp("story")
    write_page(write_warehouse(folder / "warehouse", STORY), folder / "page.html", Choice())
    return (folder / "page.html").as_uri()


def shown_events(browser: Browser) -> list[str]:
    return [str(event) for event in browser.run("return [...document.querySelectorAll('.row')].map((row) => row.dataset.event)")]


def marks(browser: Browser) -> dict[str, list[str]]:
    """The words marked in the open evidence, by what they tell."""
    found = browser.run("return [...document.querySelectorAll('#evidence-body mark')].map((mark) => [mark.dataset.kind, mark.textContent])")
    return {kind: [text for other, text in found if other == kind] for kind, _ in found}


def test_an_event_opens_its_sentences_with_the_right_words_marked(browser: Browser, story: str) -> None:
    browser.open(story)
    browser.click(f"[data-event='{STRIKE}']")
    assert {kind: sorted(words) for kind, words in marks(browser).items()} == {
        "trigger": ["bombed", "struck"],
        "actor1": ["Jets", "Warplanes of Northland"],
        "place": ["Tal Amar", "Tal Amar"],
        "date": ["Monday", "yesterday"],
        "toll": ["3 to 5", "three soldiers were killed"],
    }
    assert "Jets bombed a depot near Tal Amar on Monday." in [text.strip() for text in browser.texts("#evidence-body .sentence")]
    values = dict(zip(browser.texts(".values dt"), browser.texts(".values dd"), strict=True))
    assert values["Killed"] == "3 (3–5)"
    assert values["When"] == "2024-03-04 (to the day)"


def test_an_event_says_what_its_reports_disagree_on(browser: Browser, tmp_path: Path) -> None:
    told = [{"column": "fatalities_best", "value": value, "report_id": identity("a1"), "source": "one"} for value in (3, 5, 3)]
    events = [STORY["events"][0] | {"conflicts": json.dumps(told)}, STORY["events"][1]]
    write_page(write_warehouse(tmp_path / "warehouse", {**STORY, "events": events}), tmp_path / "page.html", Choice())
    browser.open((tmp_path / "page.html").as_uri())
    browser.click(f"[data-event='{STRIKE}']")
    assert dict(zip(browser.texts(".values dt"), browser.texts(".values dd"), strict=True))["Disagreement"] == "fatalities best: 3 / 5"


def test_the_evidence_of_the_samples_is_that_of_the_release(browser: Browser, samples: str, samples_warehouse: Path) -> None:
    release = current(samples_warehouse)
    texts = {row["report_id"]: row["text"] for row in rows(release, "reports")}
    claims: dict[str, list[dict[str, Any]]] = {}
    for row in rows(release, "event_mentions"):
        claims.setdefault(row["event_id"], []).append(row)
    browser.open(samples)
    for event in shown_events(browser)[:8]:
        browser.run("document.querySelector(arguments[0]).click()", f"[data-event='{event}']")
        expected = {
            kind: sorted(texts[claim["report_id"]][claim[f"{prefix}_start_char"] : claim[f"{prefix}_end_char"]] for claim in told)
            for kind, prefix in EVIDENCE.items()
            if (told := [claim for claim in claims[event] if claim[f"{prefix}_start_char"] is not None])
        }
        found = {kind: sorted(words) for kind, words in marks(browser).items()}
        assert {kind: sorted("".join(words)) for kind, words in found.items()} == {kind: sorted("".join(words)) for kind, words in expected.items()}
        browser.click("#evidence-close")


def test_filters_narrow_the_rows_the_figures_and_the_address(browser: Browser, samples: str, samples_warehouse: Path) -> None:
    events = [row for row in rows(current(samples_warehouse), "events") if row["superseded_by"] is None]
    browser.open(samples)
    assert browser.one("#outcome").text.startswith(f"{len(events)} events")
    country = next(row["country_iso3"] for row in events if row["country_iso3"])
    expected = {row["event_id"] for row in events if row["country_iso3"] == country}
    browser.run("const box = document.getElementById('filter-country'); box.value = arguments[0]; box.dispatchEvent(new Event('change'))", country)
    assert set(shown_events(browser)) == expected
    assert browser.one("#outcome").text.startswith(f"{len(expected)} of {len(events)} events")
    assert f"country={country}" in browser.driver.current_url
    browser.open(browser.driver.current_url)
    assert set(shown_events(browser)) == expected
    browser.click("#clear")
    assert browser.one("#outcome").text.startswith(f"{len(events)} events")


def test_a_search_finds_words_of_the_evidence_whatever_their_accents(browser: Browser, story: str) -> None:
    browser.open(story)
    browser.one("#filter-search").send_keys("WÁRPLANES northland")
    browser.until(lambda: shown_events(browser) == [STRIKE])
    browser.one("#filter-search").send_keys(" nowhere")
    browser.until(lambda: browser.texts(".empty") == ["No event fits these filters."])


def test_every_bar_mark_and_figure_leads_to_its_rows(browser: Browser, samples: str) -> None:
    browser.open(samples)
    for selector in ("#timeline .bar", "#map .place", "#facet-actor button", "#facet-type button", "#facet-place button"):
        found = "[...document.querySelectorAll(arguments[0])].find((mark) => /[1-9]\\d* event/.test(mark.ariaLabel ?? '1 event'))"
        label = browser.run(f"const mark = {found}; return mark.ariaLabel ?? mark.querySelector('.facet-count').textContent + ' event'", selector)
        expected = int(label.replace(",", "").rsplit(": ", 1)[-1].split()[0])
        browser.run(f"const mark = {found}; mark.focus(); mark.dispatchEvent(new KeyboardEvent('keydown', {{key: 'Enter', bubbles: true}}));"
                    "if (mark.tagName === 'BUTTON') mark.click()", selector)  # fmt: skip
        assert browser.one("#events").get_attribute("aria-rowcount") == str(expected + 1), (selector, label)
        browser.click("#clear")
    browser.click("a.figure[href='#deaths=1&modality=actual']")
    killed = browser.texts(".row .cell.killed")
    assert killed and all(killed)


def test_rows_sort_by_any_column_with_the_unknown_last(browser: Browser, samples: str) -> None:
    browser.open(samples)
    browser.click("[data-sort='killed']")
    tolls = [int(text.split()[0].replace(",", "")) for text in browser.texts(".row .cell.killed") if text and text[0].isdigit() and "–" not in text]
    assert tolls == sorted(tolls, reverse=True) and tolls
    assert browser.one("[role='columnheader'].killed").get_attribute("aria-sort") == "descending"


def test_the_rows_shown_are_downloaded_with_formulas_defused(browser: Browser, tmp_path: Path) -> None:
    events = [event | {"actor1_text": "=1+1", "actor1_name": None} for event in STORY["events"]]
    write_page(write_warehouse(tmp_path / "warehouse", {**STORY, "events": events}), tmp_path / "page.html", Choice())
    browser.open((tmp_path / "page.html").as_uri() + "#country=SYR")
    browser.click("#download")
    (row,) = csv.DictReader(io.StringIO(browser.downloaded()))
    assert (row["event_id"], row["actor1"], row["fatalities_high"], row["injured_best"]) == (STRIKE, "'=1+1", "5", "")
    assert (row["latitude"], row["event_date_start"], row["date_is_report_date"]) == ("35.25", "2024-03-04", "false")


def test_a_query_runs_and_an_error_is_explained(browser: Browser, samples: str) -> None:
    browser.open(samples)
    query = browser.one("#query-text")
    query.clear()
    query.send_keys("SELECT 6 * 7 AS answer, 'a' AS letter")
    browser.click("#query-run")
    browser.until(lambda: browser.texts("#query-result td") == ["42", "a"])
    assert browser.texts("#query-result th") == ["answer", "letter"]
    browser.click("#query-download")
    assert browser.downloaded() == "answer,letter\r\n42,a\r\n"


def test_a_query_that_would_write_is_refused(browser: Browser, samples: str) -> None:
    browser.open(samples)
    browser.run("document.getElementById('query-text').value = \"COPY events TO '/tmp/x'\"; document.getElementById('query-run').click()")
    browser.until(lambda: "a release is never changed by a query" in browser.one("#query-status").text)
    browser.driver.get_log("browser")  # the browser notes an answer that says no; it is expected here


def _focused(browser: Browser) -> str | None:
    """The event whose row has the focus; asked of the page, since rows are drawn anew at any time."""
    return browser.run("return document.activeElement.dataset.event ?? null")


def _press(browser: Browser, key: str) -> None:
    ActionChains(browser.driver).send_keys(key).perform()


def test_all_can_be_done_by_keyboard(browser: Browser, story: str) -> None:
    browser.open(story)
    browser.run("document.querySelector('.row[tabindex=\"0\"]').focus()")
    first = _focused(browser)
    _press(browser, Keys.ARROW_DOWN)
    browser.until(lambda: _focused(browser) not in (None, first))
    chosen = _focused(browser)
    _press(browser, Keys.ENTER)
    browser.until(lambda: browser.run("return document.getElementById('evidence-dialog').open"))
    _press(browser, Keys.ESCAPE)
    browser.until(lambda: not browser.run("return document.getElementById('evidence-dialog').open"))
    browser.until(lambda: _focused(browser) == chosen)
    unnamed = browser.run(
        "return [...document.querySelectorAll('button, a, input, select, textarea, [role=button]')]"
        ".filter((control) => !(control.ariaLabel || control.textContent.trim() || control.labels?.length)).map((control) => control.outerHTML)"
    )
    assert unnamed == []


def test_hostile_text_stays_text(browser: Browser, tmp_path: Path) -> None:
    reports = [report | {"source_name": HOSTILE, "title": HOSTILE, "url": "javascript:document.title='taken'"} for report in STORY["reports"]]
    reports[0] = reports[0] | {"text": reports[0]["text"].replace("a depot", "<script>document.title='taken'</script> \u202eX")}
    events = [event | {"actor2_text": HOSTILE, "actor2_name": None, "place_name": HOSTILE} for event in STORY["events"]]
    shift = len(reports[0]["text"]) - len(STORY["reports"][0]["text"])
    claims = [claim | _shifted(claim, shift) if claim["report_id"] == identity("a1") else claim for claim in STORY["event_mentions"]]
    sentences = [row | {"end_char": row["end_char"] + shift} if row["report_id"] == identity("a1") else row for row in STORY["sentences"]]
    told = {**STORY, "reports": reports, "events": events, "event_mentions": claims, "sentences": sentences}
    write_page(write_warehouse(tmp_path / "warehouse", told), tmp_path / "page.html", Choice(f"actor2_text = {quoted(HOSTILE)}"))
    browser.open((tmp_path / "page.html").as_uri())
    browser.click(f"[data-event='{STRIKE}']")
    assert browser.driver.title.startswith("Dateline release")
    assert browser.all("img, main a[href^='javascript:'], dialog a[href^='javascript:']") == []
    assert browser.all("main script, dialog script") == []
    assert any("</script><script>" in text and "U+202E" in text for text in browser.texts(".claim-source"))
    assert "\u202e" not in browser.run("return document.querySelector('main').textContent + document.querySelector('dialog').textContent")
    isolated = "return [...document.querySelectorAll('.claim-source bdi')].every((piece) => getComputedStyle(piece).unicodeBidi === 'isolate')"
    assert browser.run(isolated)
    assert marks(browser)["trigger"] == ["bombed", "struck"] or marks(browser)["trigger"] == ["struck", "bombed"]


def _shifted(claim: dict[str, Any], by: int) -> dict[str, Any]:
    """The claim with the offsets behind its first sentence's middle moved."""
    middle = STORY["reports"][0]["text"].index("a depot")
    return {name: value + by for name, value in claim.items() if name.endswith("_char") and isinstance(value, int) and value > middle}


def test_a_page_of_twenty_thousand_events_stays_quick(browser: Browser, tmp_path: Path) -> None:
    events = [_numbered(number) for number in range(20_001)]
    mentions = [STORY["event_mentions"][0] | {"event_mention_id": event["event_id"], "event_id": event["event_id"]} for event in events]
    warehouse = write_warehouse(tmp_path / "warehouse", {**STORY, "events": events, "event_mentions": mentions})
    written = write_page(warehouse, tmp_path / "page.html", Choice())
    assert (written.shown, written.matching) == (20_000, 20_001)
    assert written.size < 25e6
    assert browser.open((tmp_path / "page.html").as_uri()) < 3
    assert "1 are left out" in browser.one("#left-out").text
    assert len(browser.all(".row")) < 60
    took = browser.run("const began = performance.now(); const box = document.getElementById('filter-from'); box.value = '2024-02-01';"
                       "box.dispatchEvent(new Event('change')); return performance.now() - began")  # fmt: skip
    assert took < 1000


def _numbered(number: int) -> dict[str, Any]:
    """One of many events: 60 days, 3,000 places, 5,000 actors."""
    day = datetime.date(2024, 1, 1) + datetime.timedelta(number % 60)
    return {
        **STORY["events"][0], "event_id": identity(str(number)), "event_date_start": day, "event_date_end": day,
        "latitude": 30 + number % 700 / 50, "longitude": 30 + number % 900 / 50,
        "place_name": f"place {number % 3000}", "actor2_text": f"actor {number % 5000}",
    }  # fmt: skip


@pytest.mark.parametrize("width", [1400, 400])
def test_nothing_runs_out_of_the_window(browser: Browser, samples: str, width: int) -> None:
    browser.open(samples, width)
    assert browser.run("return document.documentElement.scrollWidth") <= width
    browser.run("document.querySelector('.row').click()")
    assert browser.run("return document.getElementById('evidence-dialog').scrollWidth") <= width
    browser.run("document.getElementById('evidence-dialog').close(); document.getElementById('theme').click()")
    assert browser.run("return getComputedStyle(document.body).backgroundColor") != "rgb(251, 250, 247)"


def test_the_printed_page_has_rows_and_no_controls(browser: Browser, story: str) -> None:
    browser.open(story)
    browser.show_as("print")
    browser.run("dispatchEvent(new Event('beforeprint'))")
    assert len(browser.all("#printed tbody tr")) == 2
    assert not browser.one("#filters").is_displayed()
    assert browser.one("#printed").is_displayed()
