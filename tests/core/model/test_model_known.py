from datetime import date

from app.core.model.known import merged_facts
from app.core.model.people import PatientFacts, PatientProfile
from app.core.model.raw import RawPrescription, ReadStatus

TODAY = date(2026, 3, 2)


def message(allergies: tuple[str, ...] | None = None, **facts: object) -> RawPrescription:
    return RawPrescription(
        file="m.xml",
        sha256="0" * 64,
        kind="script",
        status=ReadStatus.READ,
        allergies=allergies,
        facts=PatientFacts(**facts),
    )


def profile(**facts: object) -> PatientProfile:
    return PatientProfile(name="Alma Nestor", dob=date(1961, 3, 9), sex="F", facts=PatientFacts(**facts))


def test_that_an_allergy_list_nobody_asked_for_stays_unknown() -> None:
    assert merged_facts(profile(), message(), TODAY).allergies is None


def test_that_no_known_allergies_is_not_the_same_as_unknown() -> None:
    assert merged_facts(profile(allergies=()), message(), TODAY).allergies == ()


def test_that_an_allergy_named_anywhere_counts_once() -> None:
    known = merged_facts(profile(allergies=("Penicillin",)), message(allergies=("penicillin ", "Sulfa")), TODAY)

    assert known.allergies == ("Penicillin", "Sulfa")


def test_that_the_profile_is_believed_before_the_message() -> None:
    assert merged_facts(profile(weight_kg=62.0), message(weight_kg=26.0), TODAY).weight_kg == 62.0


def test_that_what_the_profile_does_not_know_comes_from_the_message() -> None:
    assert merged_facts(profile(), message(egfr=58.0), TODAY).egfr == 58.0


def test_that_the_age_follows_the_birthday_in_the_profile() -> None:
    assert 64.9 < (merged_facts(profile(), message(age_years=3.0), TODAY).age_years or 0) < 65.1


def test_that_an_unknown_patient_has_only_what_the_message_says() -> None:
    known = merged_facts(None, message(allergies=("Sulfa",), sex="M"), TODAY)

    assert (known.allergies, known.sex, known.weight_kg) == (("Sulfa",), "M", None)
