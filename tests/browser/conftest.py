"""Debian's Chromium without a window, and what every browser test asks of a page: no error, and no request to elsewhere."""

import json
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement

_FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--hide-scrollbars", "--lang=en-US",
)  # fmt: skip


class Browser:
    """A browser with one page, and what it has loaded since it started."""

    def __init__(self, driver: webdriver.Chrome, downloads: Path) -> None:
        self.driver = driver
        self.downloads = downloads
        self.requests: list[str] = []

    def open(self, address: str, width: int = 1400, height: int = 1000) -> float:
        """Open a page in a window of that size; the seconds until it was drawn."""
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
        self.show_as("screen")
        self.driver.get("about:blank")
        began = time.monotonic()
        self.driver.get(address)
        self.until(lambda: self.run("return document.documentElement.dataset.ready === 'true'"))
        return time.monotonic() - began

    def show_as(self, medium: str) -> None:
        """Draw the page for the screen or for print, without motion."""
        still = [{"name": "prefers-reduced-motion", "value": "reduce"}]
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": medium, "features": still})

    def run(self, script: str, *arguments: Any) -> Any:
        """What a script returns."""
        return self.driver.execute_script(script, *arguments)

    def until(self, holds: Callable[[], Any], seconds: float = 15) -> Any:
        """Wait until something holds, and return it."""
        end = time.monotonic() + seconds
        while not (value := holds()):
            assert time.monotonic() < end, "the page did not get there"
            time.sleep(0.03)
        return value

    def all(self, selector: str) -> list[WebElement]:
        """The elements of a CSS selector."""
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def one(self, selector: str) -> WebElement:
        """The one element of a CSS selector."""
        (found,) = self.all(selector)
        return found

    def click(self, selector: str) -> None:
        """Bring the one element of a CSS selector to the middle of the window, and click there."""
        element = self.one(selector)
        self.run("arguments[0].scrollIntoView({block: 'center'})", element)
        element.click()

    def texts(self, selector: str) -> list[str]:
        """What the elements of a CSS selector show, as text."""
        return list(self.run("return [...document.querySelectorAll(arguments[0])].map((found) => found.textContent)", selector))

    def downloaded(self) -> str:
        """The text of the one file that was downloaded, once it is whole."""
        path = self.until(lambda: [path for path in self.downloads.iterdir() if path.suffix == ".csv"])[0]
        return str(path.read_bytes().decode())

    def trouble(self) -> list[str]:
        """Errors of the console, and requests to anywhere but this machine."""
        said = [entry["message"] for entry in self.driver.get_log("browser") if entry["level"] in ("SEVERE", "WARNING")]
        messages = [json.loads(entry["message"])["message"] for entry in self.driver.get_log("performance")]
        self.requests += [message["params"]["request"]["url"] for message in messages if message["method"] == "Network.requestWillBeSent"]
        return said + [address for address in self.requests if not _is_here(address)]


def _is_here(address: str) -> bool:
    parts = urlsplit(address)
    return parts.scheme in ("file", "data", "blob", "about") or parts.hostname == "127.0.0.1"


@pytest.fixture(scope="session")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[webdriver.Chrome]:
    chromium, chromedriver = shutil.which("chromium"), shutil.which("chromedriver")
    assert chromium and chromedriver, "browser tests need Chromium: apt-get install chromium chromium-driver"
    options = webdriver.ChromeOptions()
    options.binary_location = chromium
    for flag in (*_FLAGS, f"--user-data-dir={tmp_path_factory.mktemp('profile')}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(chromedriver))
    yield driver
    driver.quit()


@pytest.fixture
def browser(chromium: webdriver.Chrome, tmp_path: Path) -> Iterator[Browser]:
    """A browser that must be content with the page when the test ends."""
    downloads = tmp_path / "downloads"
    downloads.mkdir()
    chromium.execute_cdp_cmd("Browser.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(downloads)})
    browser = Browser(chromium, downloads)
    browser.trouble()
    browser.requests.clear()
    yield browser
    assert browser.trouble() == []
    assert browser.requests
