"""The process that runs the official rules: asked by many threads, lost and replaced, never believed when silent."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from liveo.rendering import einvoice_rules
from liveo.rendering.einvoice_rules import RulesUnavailable, broken_rules
from tests.rendering.test_einvoice import CLEAN


def test_many_threads_each_get_their_own_answer() -> None:
    wrong = CLEAN.replace(b">B2B<", b">B2X<")
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(broken_rules, [CLEAN, wrong] * 8))
    assert answers[::2] == [()] * 8
    assert all(answers[1::2])


def test_a_process_that_was_lost_is_replaced() -> None:
    assert broken_rules(CLEAN) == ()
    process = einvoice_rules._checker()._process
    assert process is not None
    process.kill()
    process.wait()
    assert broken_rules(CLEAN) == ()


def test_a_document_that_the_rules_cannot_read_is_never_taken_for_clean() -> None:
    with pytest.raises(RulesUnavailable, match="rien n'est émis"):
        broken_rules(b"<not-xml")
    assert broken_rules(CLEAN) == ()
