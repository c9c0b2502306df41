"""The map, the timeline, the network and their tables in a real browser."""

from __future__ import annotations

import re

import pytest

PATHS = ["/map", "/timeline", "/network", "/places", "/communities"]
DRAWN = ["/map", "/timeline", "/network"]


def ready(page):
    """Wait until the page's part is drawn, and return it."""
    if page.locator("[data-rich]").count():
        page.wait_for_selector("[data-drawn]", timeout=20_000)
    return page


def number(text):
    return int(re.search(r"[\d,]+", text)[0].replace(",", ""))


def sent(page, path):
    return page.evaluate("async path => (await fetch(path)).json()", path)


def test_the_map_is_drawn_with_land_sea_and_marks(open_page):
    page = ready(open_page("/map"))
    assert page.get_attribute("[data-rich]", "data-drawn") == "map"
    colours = colours_of(page)
    assert len(colours) > 20  # a blank canvas has one, a bare map two


def colours_of(page):
    """Return the colours of the map as the screen shows them."""
    import base64

    shot = base64.b64encode(page.locator(".map canvas").screenshot()).decode()
    return page.evaluate("""async shot => {
        const image = new Image(); image.src = `data:image/png;base64,${shot}`; await image.decode();
        const canvas = document.createElement('canvas'); canvas.width = image.width; canvas.height = image.height;
        const context = canvas.getContext('2d'); context.drawImage(image, 0, 0);
        const { data } = context.getImageData(0, 0, image.width, image.height), seen = {};
        for (let i = 0; i < data.length; i += 4) { const key = `${data[i]},${data[i+1]},${data[i+2]}`; seen[key] = (seen[key] || 0) + 1; }
        return seen; }""", shot)


def test_the_dark_map_is_dark_and_turns_light_with_the_button(open_page):
    page = ready(open_page("/map", dark=True))
    most = max((colours := colours_of(page)), key=colours.get)
    assert sum(map(int, most.split(","))) < 200
    page.get_by_role("button", name="Light or dark").click()
    page.wait_for_timeout(1500)
    most = max((colours := colours_of(page)), key=colours.get)
    assert sum(map(int, most.split(","))) > 600


def test_the_map_counts_what_it_shows_and_what_it_cannot(open_page):
    page = ready(open_page("/map"))
    data = sent(page, "/map/data")
    status = page.text_content(".rich-status")
    assert f"of {data['incidents']} incidents" in status
    assert number(status) == sum(row["radius_km"] is not None for row in data["rows"])
    aside = page.text_content(".rich-aside")
    assert "Libya 1" in aside
    assert "without a place" in aside
    assert "undated" in aside


def test_the_time_slider_narrows_the_set_by_keyboard_alone(open_page):
    page = ready(open_page("/map"))
    shown = int(page.get_attribute("[data-rich]", "data-shown"))
    page.get_by_label("To", exact=True).focus()
    page.keyboard.press("Home")
    narrow = int(page.get_attribute("[data-rich]", "data-shown"))
    assert 0 < narrow < shown
    assert page.get_by_label("To", exact=True).get_attribute("aria-valuetext") == "Jan 2014"
    assert page.locator(".rich-aside a", has_text="List").get_attribute("href") == "/incidents?since=2014-01&until=2014-01"
    page.get_by_role("button", name="All time").press("Enter")
    assert int(page.get_attribute("[data-rich]", "data-shown")) == shown


def test_the_window_of_the_map_is_the_filter_of_the_list(open_page):
    page = ready(open_page("/map"))
    page.get_by_label("From", exact=True).focus()
    page.keyboard.press("End")
    shown = int(page.get_attribute("[data-rich]", "data-shown"))
    page.locator(".rich-aside a", has_text="List").click()
    assert f"of {shown}" in page.text_content(".pager")


def test_play_goes_through_time(open_page):
    page = ready(open_page("/map"))
    page.get_by_role("button", name="Play").press("Enter")
    before = page.text_content(".window-said")
    page.wait_for_timeout(1700)
    assert page.text_content(".window-said") != before
    page.get_by_role("button", name="Pause").press("Enter")


def test_a_list_entry_opens_its_place_on_the_map_with_its_link(open_page):
    page = ready(open_page("/map"))
    page.get_by_role("button", name=re.compile("Show on the map: .*Maiduguri")).first.press("Enter")
    popup = page.locator(".popup")
    assert "Maiduguri" in popup.text_content()
    popup.locator("a.label").first.click()
    assert "/incidents/i" in page.url


@pytest.mark.parametrize("query", ["", "country=NGA", "since=2016", "actor=Desert+Brigade"])
def test_one_filter_shows_one_number_in_every_view(open_page, query):
    page = open_page(f"/incidents?{query}")
    expected = number(page.text_content(".pager").split("of")[1])
    for path in DRAWN:
        page.goto(re.sub(r"(://[^/]+).*", rf"\1{path}?{query}", page.url))
        ready(page)
        assert sent(page, f"{path}/data?{query}")["incidents"] == expected
    page.goto(re.sub(r"(://[^/]+).*", rf"\1/timeline?{query}", page.url))
    ready(page)
    assert f"of {expected}" in page.text_content(".rich-status")


def test_the_timeline_draws_days_as_ticks_and_vague_dates_as_bars(open_page):
    page = ready(open_page("/timeline"))
    page.get_by_role("button", name="All time").click()
    assert page.locator(".chart .tick").count() >= 2
    widths = page.eval_on_selector_all(".chart .bar", "bars => bars.map(bar => bar.width.baseVal.value)")
    assert max(widths) > 100  # a year
    assert "without a date" in page.text_content(".rich-undated summary")


def test_the_timeline_zooms_and_moves_by_keys(open_page):
    page = ready(open_page("/timeline"))
    page.locator(".chart").focus()
    page.keyboard.press("Home")
    whole = page.text_content(".rich-status")
    for key in ("+", "+", "ArrowLeft"):
        page.keyboard.press(key)
    page.wait_for_timeout(300)
    assert page.text_content(".rich-status") != whole
    page.keyboard.press("Home")
    page.wait_for_timeout(300)
    assert page.text_content(".rich-status") == whole


def test_lanes_can_be_chosen_and_stay_in_the_address(open_page):
    page = ready(open_page("/timeline"))
    page.get_by_role("radio", name="Who").check()
    page.wait_for_selector(".chart .name:text('Desert Brigade')")
    assert "lanes=actor" in page.url
    page.reload()
    assert ready(page).get_by_role("radio", name="Who").is_checked()


def test_the_network_changes_with_the_day(open_page):
    page = ready(open_page("/network"))
    assert page.locator(".edge").count() == 2
    assert page.locator(".edge.disputed").count() == 1
    page.get_by_label("As told of").fill("2015-06-01")
    page.keyboard.press("Tab")
    page.wait_for_selector("[data-shown='1']")
    assert page.locator(".edge.standing").count() == 1
    assert "at=2015-06-01" in page.url


def test_a_tie_tells_its_evidence_by_keyboard(open_page):
    page = ready(open_page("/network"))
    page.get_by_role("button", name=re.compile("^Evidence: .*rivalry")).press("Enter")
    panel = page.locator(".rich-panel")
    assert "elders said on 2015-09-01" in panel.text_content()
    assert "Other Post" in panel.text_content()
    assert page.evaluate("document.activeElement.closest('.rich-panel') !== null")


def test_arrow_keys_go_from_party_to_party(open_page):
    page = ready(open_page("/network"))
    page.locator(".node[tabindex='0']").focus()
    seen = set()
    for key in ("ArrowRight", "ArrowDown", "ArrowLeft", "ArrowUp", "ArrowRight"):
        page.keyboard.press(key)
        seen.add(page.evaluate("document.activeElement.dataset.key"))
    assert len(seen) >= 2
    page.keyboard.press("Enter")
    assert "all that is told" in page.text_content(".rich-panel")


def test_the_same_ties_give_the_same_picture(open_page):
    places = [ready(open_page("/network")).eval_on_selector_all(".node", "all => all.map(one => one.getAttribute('transform'))") for _ in range(2)]
    assert places[0] == places[1] != []


@pytest.mark.parametrize("width", [360, 768, 1600])
@pytest.mark.parametrize("path", PATHS)
def test_no_page_is_wider_than_its_window(open_page, too_wide, path, width):
    page = ready(open_page(path, width=width))
    assert too_wide(page) <= 0


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("path", PATHS)
def test_axe_finds_nothing_serious(open_page, axe, path, dark):
    page = ready(open_page(path, dark=dark))
    assert axe(page) == []


def test_axe_finds_nothing_serious_in_an_open_popup_and_panel(open_page, axe):
    page = ready(open_page("/map"))
    page.get_by_role("button", name=re.compile("Show on the map")).first.click()
    page.wait_for_selector(".popup")
    assert axe(page) == []
    page = ready(open_page("/network?country=LBY"))
    page.get_by_role("button", name=re.compile("^Evidence")).first.click()
    assert axe(page) == []


@pytest.mark.parametrize("path", DRAWN)
def test_the_script_and_pictures_of_a_page_weigh_little(open_page, path):
    page = open_page("/places")
    page.goto("about:blank")
    sizes = {}
    page.on("response", lambda answer: sizes.__setitem__(answer.url, answer))
    page.goto(open_page(path).url)
    ready(page)
    weight = sum(answer.request.sizes()["responseBodySize"] for url, answer in sizes.items() if "maplibre" not in url and answer.status == 200)
    assert weight < 600_000
