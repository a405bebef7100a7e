"""Claims say who computes what; they end with their process, or when nobody renews them."""

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from topopress.store.disk import Disk
from topopress.store.folders import StoreFolders
from topopress.store.store import Store

KEY = "a" * 64


@pytest.fixture
def store(tmp_path):
    with Store(tmp_path / "store") as store:
        yield store


@pytest.fixture
def file(tmp_path):
    return tmp_path / "store/claims" / KEY


def write(file: Path, worker: list, beat: int = 0) -> None:
    file.write_text(json.dumps({"asks": False, "beat": beat, "worker": worker}))


def test_one_of_two_workers_has_a_claim_until_it_gives_it_up(store):
    with store.claims() as one, store.claims() as two:
        assert one.take(KEY)
        assert not two.take(KEY)
        assert not one.take(KEY)
        one.release(KEY)
        assert two.take(KEY)


def test_claims_are_given_up_at_the_end(store, file):
    with store.claims() as one:
        one.take(KEY)
        assert file.exists()
    assert not file.exists()


def test_a_claim_of_a_process_that_has_ended_is_taken_at_once(store, file):
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    with store.claims() as one:
        write(file, [one._host, ended.pid, "x"])
        assert one.take(KEY)
        assert json.loads(file.read_bytes())["worker"] == [one._host, *one_of(one)]


def one_of(claims):
    import os

    return os.getpid(), claims._token


def test_a_claim_of_a_former_process_with_our_number_is_taken(store, file):
    with store.claims() as one:
        write(file, [one._host, one_of(one)[0], "of another life"])
        assert one.take(KEY)


def test_a_claim_of_another_machine_ends_when_nobody_renews_it(store, file):
    with store.claims(lease=0.1) as one:
        write(file, ["elsewhere", 1, "x"])
        assert not one.take(KEY)
        write(file, ["elsewhere", 1, "x"], beat=1)
        time.sleep(0.06)
        assert not one.take(KEY)
        time.sleep(0.06)
        assert not one.take(KEY)  # renewed since the first look
        time.sleep(0.11)
        assert one.take(KEY)


def test_a_claim_that_is_held_is_renewed(store):
    with store.claims(lease=0.2) as one, store.claims(lease=0.2) as two:
        assert one.take(KEY)
        two._host = "elsewhere"
        deadline = time.monotonic() + 0.5
        while time.monotonic() < deadline:
            assert not two.take(KEY)
            time.sleep(0.02)


def test_who_has_an_action_can_ask_for_help(store):
    with store.claims() as one, store.claims() as two:
        assert not two.asks(KEY)
        one.take(KEY)
        assert not two.asks(KEY)
        with one.asking(KEY):
            assert two.asks(KEY)
        assert not two.asks(KEY)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"worker": 1}', b'{"worker": [1, 2]}'])
def test_any_content_is_a_claim_until_it_is_old(store, file, content):
    with store.claims(lease=0.05) as one:
        file.write_bytes(content)
        assert not one.take(KEY)
        assert not one.asks(KEY)
        time.sleep(0.06)
        assert one.take(KEY)


def test_the_next_lonely_user_of_a_store_removes_left_claims(store, file, tmp_path):
    with store.claims():
        pass
    file.write_bytes(b"left")
    store.close()
    with Store(tmp_path / "store") as next_one:
        next_one.records()
    assert not file.exists()
    assert StoreFolders(tmp_path / "store", Disk()).claims == file.parent
