"""What a browser calls itself, in words that its owner knows: «Chrome на Windows»."""

from __future__ import annotations

import re

# The first that fits: most browsers call themselves by the names of others too.
_BROWSERS = (
    ("YaBrowser/", "Яндекс Браузер"),
    ("YaApp_", "Яндекс"),
    ("Atom/", "Atom"),
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Vivaldi/", "Vivaldi"),
    ("FxiOS/", "Firefox"),
    ("Firefox/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chromium/", "Chromium"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS = (
    ("Windows", "Windows"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "ChromeOS"),
    ("Macintosh", "macOS"),
    ("Linux", "Linux"),
)
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{1,30}")


def device_words(user_agent: str) -> str:
    """«Яндекс Браузер на Windows»; the program's own name when it is no browser that we know."""
    browser = next((words for mark, words in _BROWSERS if mark in user_agent), "")
    system = next((words for mark, words in _SYSTEMS if mark in user_agent), "")
    if not browser:
        known = _WORD.match(user_agent)
        browser = known[0] if known else "неизвестный браузер"
    return f"{browser} на {system}" if system else browser
