"""Runs the self-healing client's main() by the clock of the test: python3 moved_clock.py <clock> <example> <command>"""

import sys
import urllib.request


class MovedClock:
    """Asks the test for the time; where the client would wait, the test moves the server's time on."""

    def __init__(self, url):
        self._url = url

    def now(self):
        return float(self._ask("now"))

    def wait(self, seconds):
        self._ask(f"wait?seconds={seconds}")

    def _ask(self, path):
        with urllib.request.urlopen(self._url + path, timeout=30) as answer:
            return answer.read().decode()


sys.path.insert(0, sys.argv[2])
import main  # noqa: E402  found by the path above

sys.exit(main.main(sys.argv[3:], MovedClock(sys.argv[1])))
