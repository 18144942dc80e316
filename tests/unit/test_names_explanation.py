"""Why a name means what it does."""

from transforms.document import read_document
from transforms.names import find_names
from transforms.names.explanation import explain_names
from transforms.reference import load_reference

TEXT = "Gunmen from Tripoli were held in Zahle, Lebanon, said Colonel Sami Haddad of the Veshta Brigade."


def test_candidates_come_with_scores_that_their_evidence_adds_up_to() -> None:
    tripoli = next(one for one in explain_names(read_document(TEXT), load_reference(), []) if one.mention.name == "Tripoli")
    assert len(tripoli.candidates) > 2
    assert tripoli.candidates[0].entity_id == tripoli.mention.entity_id
    for candidate in tripoli.candidates:
        assert candidate.score is not None
        assert abs(candidate.score - sum(weight for _, weight in candidate.evidence)) < 0.05
    assert tripoli.why


def test_an_explanation_finds_what_a_run_finds() -> None:
    document = read_document(TEXT)
    assert [one.mention for one in explain_names(document, load_reference(), [])] == find_names(document, load_reference(), [])
    assert all(one.why for one in explain_names(document, load_reference(), []))
