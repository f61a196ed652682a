"""Numbers dialled: the cases given, the French rules one by one, the shipped plan against the metadata it came from."""

import csv
import json
import random
from collections import defaultdict
from itertools import combinations
from pathlib import Path
from typing import Any

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st
from phonenumbers import PhoneNumberType

from liveo.core.destinations import (
    UNASSIGNED,
    CallKind,
    Destination,
    NumberingPlan,
    PlanRow,
    UnratedReason,
    numbering_plan,
    read_dialled,
)
from tests.tools import make_numbering_plan, reference_files

CASES: list[dict[str, Any]] = json.loads(
    (Path(__file__).parents[1] / "vectors" / "numbering_cases.json").read_text(encoding="utf-8")
)
IN_FRENCH = {
    "France Fixe": Destination.FRANCE_FIXED,
    "France Mobile": Destination.FRANCE_MOBILE,
    "International Fixe": Destination.INTERNATIONAL_FIXED,
    "International Mobile": Destination.INTERNATIONAL_MOBILE,
    "Numéros Spéciaux": Destination.SPECIAL_NUMBERS,
    "Fax France": Destination.FAX_FRANCE,
    "SMS France": Destination.SMS_FRANCE,
    "REJET": None,
}
FIXED_TYPES = {PhoneNumberType.FIXED_LINE, PhoneNumberType.VOIP, PhoneNumberType.FIXED_LINE_OR_MOBILE}
WORLD_CODES = {870, 878, 881, 882, 883, 888, 800, 808, 979}


@pytest.fixture(scope="module")
def plan() -> NumberingPlan:
    return reference_files.shipped_plan()


@pytest.fixture(scope="module")
def plan_with_overseas_at_home() -> NumberingPlan:
    return numbering_plan(reference_files.plan_rows(), reference_files.overseas_as_france())


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['service']} {case['dialled']}")
def test_each_given_number_leads_where_it_should(case: dict[str, Any], plan: NumberingPlan) -> None:
    found = plan.classify(case["dialled"], CallKind(case["service"]))
    assert found.destination == IN_FRENCH[case["expected"]], case["why"]
    assert (found.number or "").removeprefix("+") == case["e164_or_short"]
    assert (found.destination is None) == (found.reason is not None)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['service']} {case['dialled']}")
def test_another_policy_makes_the_overseas_departments_french(
    case: dict[str, Any], plan_with_overseas_at_home: NumberingPlan
) -> None:
    found = plan_with_overseas_at_home.classify(case["dialled"], CallKind(case["service"]))
    assert found.destination == IN_FRENCH[case["drom_as_france"]], case["why"]


@pytest.mark.parametrize(
    "dialled",
    [
        "0123456789",
        "01 23 45 67 89",
        "01.23.45.67.89",
        "01-23/45 67\u00a089",
        "01\u202f23\u202f45\u202f67\u202f89",
        "\u202a+33 1 23 45 67 89\u202c",
        "+33123456789",
        "0033123456789",
        "+0033123456789",
        "33123456789",
        "33(0)123456789",
        "+33 (0)1 23 45 67 89",
        "+330123456789",
        "0033 (0) 1 23 45 67 89",
        "(0)1 23 45 67 89",
        "(01) 23 45 67 89",
        "tel:+33-1-23-45-67-89",
        "TEL:0123456789;ext=12",
        "<sip:+33123456789@203.0.113.7:5060;user=phone>",
        "sips:0123456789@pbx.example.fr",
        "sip:%2B33123456789@pbx.example.fr",
        "0123456789@pbx.example.fr",
        "#31#0123456789",
        "*31#0123456789",
        "#31#+33123456789",
        "36510123456789",
        "3651 01 23 45 67 89",
        "0123456789#",
        "'0123456789",
        "０１２３４５６７８９",
    ],
)
def test_every_way_of_writing_a_number_gives_the_same_number(dialled: str) -> None:
    assert read_dialled(dialled).number == "+33123456789"


@pytest.mark.parametrize(
    ("dialled", "number"),
    [
        ("0262201234", "+262262201234"),
        ("0263012345", "+262263012345"),
        ("0268812345", "+262268812345"),
        ("0268912345", "+262268912345"),
        ("0269611234", "+262269611234"),
        ("0639123456", "+262639123456"),
        ("0692123456", "+262692123456"),
        ("0693123456", "+262693123456"),
        ("0709212345", "+262709212345"),
        ("0709351234", "+262709351234"),
        ("0709371234", "+262709371234"),
        ("0709341234", "+594709341234"),
        ("0590201234", "+590590201234"),
        ("0598712345", "+590598712345"),
        ("0690123456", "+590690123456"),
        ("0691123456", "+590691123456"),
        ("0709012345", "+590709012345"),
        ("0594201234", "+594594201234"),
        ("0598812345", "+594598812345"),
        ("0694123456", "+594694123456"),
        ("0596701234", "+596596701234"),
        ("0598912345", "+596598912345"),
        ("0696123456", "+596696123456"),
        ("0697123456", "+596697123456"),
        ("0709112345", "+596709112345"),
        ("0508551234", "+508551234"),
        ("0708412345", "+508708412345"),
        ("+33596701234", "+596596701234"),
        ("00262 (0)692 12 34 56", "+262692123456"),
        ("0593123456", "+33593123456"),
        ("0260123456", "+33260123456"),
    ],
)
def test_overseas_numbers_of_the_national_plan_go_under_their_own_country_code(dialled: str, number: str) -> None:
    assert read_dialled(dialled).number == number


@pytest.mark.parametrize("code", ["262", "590", "594", "596"])
def test_every_overseas_number_is_billed_alike_however_it_is_dialled(code: str, plan: NumberingPlan) -> None:
    for digits in (f"{code}201234", f"{code}791234"):
        writings = (f"0{digits}", f"+33{digits}", f"+{code}{digits}", f"00{code}{digits}", f"+{code} (0){digits}")
        found = {plan.classify(text, CallKind.VOICE) for text in writings}
        assert {item.destination for item in found} == {Destination.INTERNATIONAL_FIXED}
        assert len(found) == 1


FREE_CODES = "15 17 18 110 112 114 115 119 191 196 197 116000 116006 116111 116117 3018 3119".split()
PAID_CODES = "1014 1023 118008 118712 118999 3201 3300 3400 3500 3615 3701 3899 3949 3975".split()
SPECIAL_RANGES = "0800123456 0805123456 0806123456 0809123456 0811123456 0820123456 0826123456 0836656565".split()


@pytest.mark.parametrize(
    "dialled", [*FREE_CODES, *PAID_CODES, *SPECIAL_RANGES, "0884012345", "0892123456", "0899123456", "39 49", "116 117"]
)
def test_special_numbers_of_france(dialled: str, plan: NumberingPlan) -> None:
    found = plan.classify(dialled, CallKind.VOICE)
    assert found.destination == Destination.SPECIAL_NUMBERS
    assert found.country == "FR"


@pytest.mark.parametrize(
    ("dialled", "destination"),
    [
        ("+870773123456", Destination.SPECIAL_NUMBERS),
        ("+881612345678", Destination.SPECIAL_NUMBERS),
        ("00881612345678", Destination.SPECIAL_NUMBERS),
        ("+883510012345678", Destination.SPECIAL_NUMBERS),
        ("+80012345678", Destination.SPECIAL_NUMBERS),
        ("+80812345678", Destination.SPECIAL_NUMBERS),
        ("+979123456789", Destination.SPECIAL_NUMBERS),
        ("+449098790000", Destination.SPECIAL_NUMBERS),
        ("+12125550123", Destination.INTERNATIONAL_FIXED),
        ("+14165550123", Destination.INTERNATIONAL_FIXED),
        ("+12425550123", Destination.INTERNATIONAL_MOBILE),
        ("+18095550123", Destination.INTERNATIONAL_FIXED),
        ("+77012345678", Destination.INTERNATIONAL_MOBILE),
        ("+447781123456", Destination.INTERNATIONAL_MOBILE),
        ("+39 (0)6 12345678", Destination.INTERNATIONAL_FIXED),
        ("+44 (0)20 7946 0000", Destination.INTERNATIONAL_FIXED),
        ("+390612345678", Destination.INTERNATIONAL_FIXED),
        ("+37799123456", Destination.INTERNATIONAL_FIXED),
    ],
)
def test_numbers_abroad(dialled: str, destination: Destination, plan: NumberingPlan) -> None:
    assert plan.classify(dialled, CallKind.VOICE).destination == destination


@pytest.mark.parametrize(
    ("dialled", "reason"),
    [
        ("", UnratedReason.UNREADABLE_NUMBER),
        ("+", UnratedReason.UNREADABLE_NUMBER),
        ("&", UnratedReason.UNREADABLE_NUMBER),
        ("12a45", UnratedReason.UNREADABLE_NUMBER),
        ("*98", UnratedReason.UNREADABLE_NUMBER),
        ("#31#", UnratedReason.UNREADABLE_NUMBER),
        ("06123456++", UnratedReason.UNREADABLE_NUMBER),
        ("anonymous", UnratedReason.WITHHELD_NUMBER),
        ("Anonyme", UnratedReason.WITHHELD_NUMBER),
        ("sip:anonymous@anonymous.invalid", UnratedReason.WITHHELD_NUMBER),
        ("MASQUÉ", UnratedReason.WITHHELD_NUMBER),
        ("+33", UnratedReason.INCOMPLETE_NUMBER),
        ("06123456", UnratedReason.INCOMPLETE_NUMBER),
        ("0700123456", UnratedReason.INCOMPLETE_NUMBER),
        ("612345678", UnratedReason.INCOMPLETE_NUMBER),
        ("1234567", UnratedReason.INCOMPLETE_NUMBER),
        ("+3222", UnratedReason.INCOMPLETE_NUMBER),
        ("061234567890", UnratedReason.UNKNOWN_PREFIX),
        ("0710123456", UnratedReason.UNKNOWN_PREFIX),
        ("0870123456", UnratedReason.UNKNOWN_PREFIX),
        ("+999123456", UnratedReason.UNKNOWN_PREFIX),
        ("00034688886392", UnratedReason.UNKNOWN_PREFIX),
        ("+15551234567", UnratedReason.UNKNOWN_PREFIX),
        ("+5215512345678", UnratedReason.UNKNOWN_PREFIX),
        ("1", UnratedReason.UNKNOWN_SHORT_NUMBER),
        ("1234", UnratedReason.UNKNOWN_SHORT_NUMBER),
        ("16", UnratedReason.UNKNOWN_SHORT_NUMBER),
        ("301", UnratedReason.UNKNOWN_SHORT_NUMBER),
        ("201", UnratedReason.UNKNOWN_SHORT_NUMBER),
        ("36665", UnratedReason.NO_TARIFF_FOR_KIND),
    ],
)
def test_what_leads_nowhere_says_why(dialled: str, reason: UnratedReason, plan: NumberingPlan) -> None:
    found = plan.classify(dialled, CallKind.VOICE)
    assert (found.destination, found.reason) == (None, reason)


@pytest.mark.parametrize(
    ("dialled", "kind", "destination"),
    [
        ("0123456789", CallKind.FAX, Destination.FAX_FRANCE),
        ("0972123456", CallKind.FAX, Destination.FAX_FRANCE),
        ("0612345678", CallKind.FAX, Destination.FRANCE_MOBILE),
        ("0821123456", CallKind.FAX, Destination.SPECIAL_NUMBERS),
        ("+3222345678", CallKind.FAX, Destination.INTERNATIONAL_FIXED),
        ("0262201234", CallKind.FAX, Destination.INTERNATIONAL_FIXED),
        ("0612345678", CallKind.SMS, Destination.SMS_FRANCE),
        ("07001234567890", CallKind.SMS, Destination.SMS_FRANCE),
        ("114", CallKind.SMS, Destination.SPECIAL_NUMBERS),
        ("36665", CallKind.SMS, Destination.SPECIAL_NUMBERS),
        ("81212", CallKind.SMS, Destination.SPECIAL_NUMBERS),
        ("0123456789", CallKind.SMS, None),
        ("0692123456", CallKind.SMS, None),
        ("+447911123456", CallKind.SMS, None),
        ("3949", CallKind.SMS, None),
        ("0800123456", CallKind.SMS, None),
    ],
)
def test_fax_and_sms_come_from_the_record(
    dialled: str, kind: CallKind, destination: Destination | None, plan: NumberingPlan
) -> None:
    found = plan.classify(dialled, kind)
    assert found.destination == destination
    assert (found.reason == UnratedReason.NO_TARIFF_FOR_KIND) == (destination is None)


def test_the_longest_prefix_that_allows_the_length_wins() -> None:
    rows = [
        PlanRow("+99", 5, 8, "AA", "near", "A"),
        PlanRow("+991", 6, 6, "BB", "far", "B"),
        PlanRow("+9912", 7, 7, "", UNASSIGNED, "hole"),
    ]
    plan = numbering_plan(rows, {("near", CallKind.VOICE): Destination.INTERNATIONAL_FIXED})
    answers = {text: plan.classify(text, CallKind.VOICE) for text in ("+99123", "+991234", "+9913456", "+9912345")}
    assert [item.prefix for item in answers.values()] == ["+99", "+991", "+99", ""]
    assert answers["+991234"].reason == UnratedReason.NO_TARIFF_FOR_KIND
    assert answers["+9912345"].reason == UnratedReason.UNKNOWN_PREFIX


@given(st.text(), st.sampled_from(CallKind))
def test_any_text_has_either_a_destination_or_a_reason(dialled: str, kind: CallKind) -> None:
    found = reference_files.shipped_plan().classify(dialled, kind)
    assert (found.destination is None) != (found.reason is None)


@given(st.from_regex(r"\A(\+|00|0|)[1-9][0-9]{1,13}\Z"), st.data())
def test_separators_never_change_the_number(dialled: str, draw: st.DataObject) -> None:
    spread = "".join(
        character + draw.draw(st.sampled_from(["", " ", ".", "-", "/", "\u202f"])) for character in dialled
    )
    assert read_dialled(spread) == read_dialled(dialled)


# --- the shipped files -----------------------------------------------------------------------------------------


def test_no_number_lies_in_two_rows_of_the_same_prefix() -> None:
    by_prefix = defaultdict(list)
    for row in reference_files.plan_rows():
        by_prefix[row.prefix].append(row)
    for rows in by_prefix.values():
        for one, other in combinations(rows, 2):
            assert one.digits_max < other.digits_min or other.digits_max < one.digits_min, (one, other)


def test_every_class_of_the_plan_is_in_the_policy_and_the_other_way_round() -> None:
    planned = {row.number_class for row in reference_files.plan_rows()} - {UNASSIGNED}
    assert planned == {number_class for number_class, _ in reference_files.shipped_policy()}


def test_every_row_allows_at_least_the_digits_of_its_prefix() -> None:
    for row in reference_files.plan_rows():
        assert len(row.prefix.lstrip("+")) <= row.digits_max <= 19, row  # 15 by E.164, more in the metadata
        assert row.digits_min <= row.digits_max, row
        assert row.label, row


def test_the_shipped_plan_is_what_its_tool_writes(tmp_path: Path) -> None:
    written = tmp_path / "plan.csv"
    make_numbering_plan.write(written, make_numbering_plan.PLAN_COLUMNS, make_numbering_plan.all_rows())
    assert written.read_text(encoding="utf-8") == (reference_files.DATA / "numbering_plan.csv").read_text(
        encoding="utf-8"
    )


def test_the_shipped_policy_is_what_its_tool_writes() -> None:
    with (reference_files.DATA / "numbering_policy.csv").open(encoding="utf-8", newline="") as file:
        shipped = [tuple(row) for row in csv.reader(file)]
    assert shipped == [make_numbering_plan.POLICY_COLUMNS, *make_numbering_plan.policy_rows()]


def _expected(number: phonenumbers.PhoneNumber) -> Destination:
    """What phonenumbers says of a valid number, in the words of the shipped policy."""
    kind = phonenumbers.number_type(number)
    french = number.country_code == 33
    if number.country_code in WORLD_CODES:
        return Destination.SPECIAL_NUMBERS
    if kind in FIXED_TYPES:
        return Destination.FRANCE_FIXED if french else Destination.INTERNATIONAL_FIXED
    if kind == PhoneNumberType.MOBILE:
        return Destination.FRANCE_MOBILE if french else Destination.INTERNATIONAL_MOBILE
    return Destination.SPECIAL_NUMBERS


def _agrees(number: phonenumbers.PhoneNumber, plan: NumberingPlan) -> None:
    text = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    found = plan.classify(text, CallKind.VOICE)
    if found.number != text:
        return  # an overseas number that the metadata takes for a metropolitan one
    assert found.destination == _expected(number), (text, found)
    if number.country_code not in {*WORLD_CODES, 262, 590}:  # islands told apart by blocks there
        assert found.country == phonenumbers.region_code_for_number(number), text


@pytest.mark.parametrize("region", sorted(phonenumbers.SUPPORTED_REGIONS))
def test_the_example_numbers_of_every_country_are_known(region: str, plan: NumberingPlan) -> None:
    for kind in range(11):
        number = phonenumbers.example_number_for_type(region, kind)
        if number is not None and phonenumbers.is_valid_number(number):
            _agrees(number, plan)


def test_valid_numbers_drawn_at_random_are_where_the_metadata_has_them(plan: NumberingPlan) -> None:
    draw = random.Random(33)
    codes = sorted(phonenumbers.COUNTRY_CODE_TO_REGION_CODE)
    checked = 0
    while checked < 3000:
        code, length = draw.choice([*codes, 1, 91, 44, 33, 7, 39]), draw.randint(6, 11)
        national = "".join(draw.choices("0123456789", k=length))
        try:
            number = phonenumbers.parse(f"+{code}{national}")
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number(number):
            _agrees(number, plan)
            checked += 1
