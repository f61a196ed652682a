"""The page Imports: files in, every line accounted for, kindness for a file sent twice, a sentence for a broken one."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from liveo.core.destinations import UnratedReason
from liveo.rendering.consumption_tables import spreadsheet
from liveo.services.imports import import_history, refused_lines, sample_file
from liveo.services.unrated import unrated_reasons
from liveo.store.database import Base
from liveo.ui.imports_outcomes import refused_table
from tests.pages.viewing import assert_sound, open_page, words

SAMPLES = Path(__file__).parents[1] / "store" / "imports" / "samples"
COMPANIES = ("ATELIER", "ARMOR", "FOURNIL")
TO_CORRECT = "Appels à corriger"
HEADER = "call_id;started_at;account;caller;dialled;kind;seconds;answered;direction"

File = tuple[str, bytes, str]


def _sample(name: str) -> File:
    return name, (SAMPLES / name).read_bytes(), "text/csv"


def _call(account: str) -> File:
    line = f"P-1;2026-11-02T09:00:00+01:00;{account};101;0199001122;voice;60;oui;outbound"
    return "un-appel.csv", f"{HEADER}\n{line}\n".encode(), "text/csv"


def _drop(at: AppTest, files: Sequence[File]) -> AppTest:
    """Drop files and leave them there."""
    at.main.file_uploader[0].set_value(list(files))
    at.run()
    assert_no_traceback(at)
    return at


def _import(at: AppTest, files: Sequence[File]) -> AppTest:
    """Drop files and import them."""
    _drop(at, files).main.button(key="importer").click().run()
    assert_no_traceback(at)
    return at


def _tables(at: AppTest, column: str) -> list[Any]:
    """Return the tables that have a column of this name."""
    return [frame.value for frame in at.main.dataframe if column in frame.value.columns]


def assert_no_traceback(at: AppTest) -> None:
    """A file that is refused shows an error in words, which is sound."""
    assert [e.value for e in at.exception] == []


@pytest.mark.parametrize("code", COMPANIES)
def test_the_page_opens_with_the_history_of_all_imports(demo: Base, code: str) -> None:
    at = open_page("imports", code)
    assert_sound(at)
    history = import_history(demo)
    [table] = _tables(at, "Importé le")
    assert table["Fichier"].tolist() == history["file_name"].to_list()
    assert table["Lignes"].sum() == history["lines"].sum()
    assert "16 fichiers" in words(at)


@pytest.mark.parametrize("code", COMPANIES)
def test_calls_to_correct_are_listed_with_what_to_do(demo: Base, code: str) -> None:
    at = open_page("imports", code, onglet=TO_CORRECT)
    assert_sound(at)
    reasons = unrated_reasons(demo, code)
    [listed] = _tables(at, "Numéro composé")
    assert len(listed) == sum(calls for _, calls in reasons)
    assert len(at.main.table[-1].value) == len(reasons)
    at.main.button_group(key="motifs").set_value([reasons[-1][0]]).run()
    [listed] = _tables(at, "Numéro composé")
    assert len(listed) == reasons[-1][1]


def test_a_company_without_calls_to_correct_is_told_so(demo: Base) -> None:
    at = open_page("imports", "LENOIR", onglet=TO_CORRECT)
    assert_sound(at)
    assert "Chaque appel de Cabinet Lenoir a son prix" in at.main.success[0].value


def test_the_import_named_in_the_address_shows_its_refused_lines(demo: Base) -> None:
    at = open_page("imports", "ARMOR", **{"import": "12"})
    assert_sound(at)
    [lines] = _tables(at, "Contenu de la ligne")
    assert lines["Motif"].tolist() == ["Date ou heure illisible", "Nombre de colonnes inattendu"]
    assert lines["Ligne"].tolist() == [19, 20]


@pytest.mark.parametrize("asked", ["999", "x", "-1", "1e9", ""])
def test_an_import_that_does_not_exist_selects_nothing(demo: Base, asked: str) -> None:
    assert_sound(open_page("imports", "ARMOR", **{"import": asked}))


def test_a_dropped_file_says_what_it_holds_before_it_is_imported(demo: Base) -> None:
    before = import_history(demo).height
    at = _drop(open_page("imports", "ARMOR"), [_sample("asterisk_office.csv")])
    text = words(at)
    assert "210 appels du 20 au 27 juin 2017 · 8 lignes illisibles" in text
    assert "Aucun compte reconnu" in text
    assert "choisissez l'entreprise avant d'importer" in text
    assert import_history(demo).height == before


def test_files_are_imported_with_every_line_accounted_for(own_demo: Base) -> None:
    at = open_page("imports", "ARMOR")
    at.main.selectbox(key="import_entreprise").set_value("ARMOR").run()
    _import(at, [_sample("asterisk_office.csv"), _sample("liveo_broken.csv"), _sample("cdr_stats.csv")])
    text = words(at)
    assert "218 lignes** = 210 importées + 0 déjà connue + 8 refusées" in text
    assert "16 lignes** = 2 importées + 0 déjà connue + 14 refusées" in text
    assert "5 lignes** = 5 importées" in text
    assert "sans prix" in text
    assert import_history(own_demo).height == 19
    assert [len(table) for table in _tables(at, "Contenu de la ligne")] == [8, 14]
    at.main.button(key="fermer_resultats").click().run()
    assert "218 lignes" not in words(at)


def test_the_same_file_twice_is_told_kindly(own_demo: Base) -> None:
    at = _import(open_page("imports", "ATELIER"), [("exemple.csv", sample_file(), "text/csv")])
    assert "5 appels importés" in words(at)
    _import(at, [("copie.csv", sample_file(), "text/csv")])
    assert "Ce fichier a déjà été importé : rien n'a changé" in words(at)
    assert import_history(own_demo).height == 17


def test_the_same_call_in_another_file_is_told_kindly(own_demo: Base) -> None:
    at = _import(open_page("imports", "ATELIER"), [_call("ATE-0001")])
    _, content, kind = _call("ATE-0001")
    _import(at, [("le-même.csv", content + b"\n", kind)])
    assert "Tous ces appels étaient déjà connus" in words(at)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"<html></html>", "page web"),
        (b"", "vide"),
        (b"\x1f\x8b\x08\x00", "compressé"),
        (b"PK\x03\x04....", "Excel"),
        (b"jour;poste\n1;2\n", "pas un relevé d’appels reconnu"),
        (b"call_id;started_at\n1;2\n", "colonnes manquantes"),
    ],
)
def test_a_broken_file_is_a_sentence_and_cannot_be_imported(demo: Base, content: bytes, told: str) -> None:
    at = _drop(open_page("imports", "ARMOR"), [("cassé.csv", content, "text/csv")])
    assert told in at.main.error[0].value.replace("\\", "")
    assert at.main.button(key="importer").disabled


def test_a_broken_file_does_not_stop_the_others(own_demo: Base) -> None:
    at = _import(open_page("imports", "ARMOR"), [("page.csv", b"<html>", "text/csv"), _sample("liveo_good.csv")])
    text = words(at)
    assert "est une page web" in text
    assert "6 lignes** = 6 importées" in text


def test_the_company_is_told_from_the_extensions_of_the_file(own_demo: Base) -> None:
    [extension] = own_demo.frame(
        "select extension from accounts inner join companies on companies.subject_id = accounts.company_id "
        "where companies.code = 'FOURNIL' order by accounts.code limit 1"
    )["extension"]
    at = _drop(open_page("imports", "ARMOR"), [_call(extension)])
    assert "Postes reconnus : **Fournil & Compagnie**" in words(at)
    at.main.button(key="importer").click().run()
    assert import_history(own_demo).row(0, named=True)["company"] == "Fournil & Compagnie"


def test_calls_of_nobody_are_told_where_calls_are_corrected(own_demo: Base) -> None:
    at = _import(open_page("imports", "LENOIR", onglet=TO_CORRECT), [("exemple.csv", sample_file(), "text/csv")])
    assert "sans entreprise" in at.main.warning[0].value


def test_refused_lines_can_be_taken_to_a_spreadsheet_without_a_formula_in_them(demo: Base) -> None:
    lines = refused_lines(demo, 12).with_columns(content=pl.lit("=cmd|'/c calc'!A1"))
    written = spreadsheet(refused_table(lines)).decode("utf-8-sig").splitlines()
    assert written[0] == "Ligne;Motif;Détail;Contenu de la ligne"
    assert all(";'=cmd" in line or ";\"'=cmd" in line for line in written[1:])


def _written(at: AppTest, reason: str) -> str:
    options = at.main.selectbox(key="texte_a_corriger_ATELIER").options
    return next(option for option in options if reason in option)


def test_a_number_is_corrected_after_its_effect_was_seen_and_taken_back(own_demo: Base) -> None:
    at = open_page("imports", "ATELIER", onglet=TO_CORRECT)
    before = dict(unrated_reasons(own_demo, "ATELIER"))
    at.main.selectbox(key="texte_a_corriger_ATELIER").select(_written(at, "Numéro incomplet")).run()
    at.main.text_input[-1].set_value("01 99 00 11 22")
    next(button for button in at.main.button if button.label == "Voir l'effet").click().run()
    assert_sound(at)
    assert "1 appel revalorisé" in words(at)
    assert dict(unrated_reasons(own_demo, "ATELIER")) == before
    at.main.button(key="appliquer_correction").click().run()
    assert_sound(at)
    assert "C'est fait" in at.main.success[0].value
    assert UnratedReason.INCOMPLETE_NUMBER not in dict(unrated_reasons(own_demo, "ATELIER"))
    next(button for button in at.main.button if button.label == "Retirer").click().run()
    assert dict(unrated_reasons(own_demo, "ATELIER")) == before


def test_what_is_refused_is_told_and_nothing_is_written(own_demo: Base) -> None:
    at = open_page("imports", "ATELIER", onglet=TO_CORRECT)
    at.main.selectbox(key="texte_a_corriger_ATELIER").select(_written(at, "Numéro incomplet")).run()
    at.main.text_input[-1].set_value("personne")
    next(button for button in at.main.button if button.label == "Voir l'effet").click().run()
    assert "n'est pas un numéro" in words(at)
    assert "appliquer_correction" not in {button.key for button in at.main.button}


def test_who_may_not_correct_is_told_who_may(demo: Base) -> None:
    at = open_page("imports", "ATELIER", onglet=TO_CORRECT)
    at.sidebar.selectbox(key="personne").set_value("sacha.morel").run()
    assert_sound(at)
    assert "adressez-vous à un administrateur" in words(at)
    assert not [box for box in at.main.selectbox if box.key == "texte_a_corriger_ATELIER"]
