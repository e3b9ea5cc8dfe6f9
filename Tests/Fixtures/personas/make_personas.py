"""Writes the small data set of this folder and what PyPI `persona-data` makes of it.

    pip install persona-data==0.7.0
    python make_personas.py

The people are invented. Lines are awkward on purpose: ids that do not come first, rows of several
personas mixed, blank lines, null for nothing, questions of nobody.
"""

import dataclasses
import json
import random
import tempfile
from pathlib import Path

from persona_data.prompts import format_mc_question, mc_correct_letter
from persona_data.synth_persona import PersonaDataset
from persona_data.templated import render_templated_view, swap_attribute

HERE = Path(__file__).parent

ADA = {
    "first_name": "Ada", "last_name": "Ñandú", "age": 47, "sex": "Female", "city": "Oakland",
    "state": "California", "born_in_us": "No", "ethnicity": "Paraguayan", "race": "Other",
    "hispanic_origin": "Not Hispanic", "political_views": "Liberal",
    "party_identification": "Independent", "marital_status": "Married",
    "work_status": "Working part time", "highest_degree_received": "Bachelor's",
    "religion": "Buddhism", "speak_other_language": "Yes", "total_wealth": "$5,000 to $20,000",
    "residence_at_16": "a farm", "same_residence_since_16": "Different state",
    "family_structure_at_16": "both my parents", "family_income_at_16": "Average",
    "fathers_highest_degree": "High school", "mothers_highest_degree": "Graduate",
    "mothers_work_history": "Worked for pay", "us_citizenship_status": "A U.S. citizen",
    "shoe_size": 38.5,
}
BO = {
    **ADA, "first_name": "Bo", "last_name": "Lind", "age": 31, "sex": "Male", "born_in_us": "Yes",
    "religion": "None", "speak_other_language": "No", "highest_degree_received": "High school",
}
# No `state`: nothing can be rendered from these.
CY = {"first_name": "Cy", "last_name": "  ", "age": 70, "sex": "Male", "speak_other_language": "No"}

PERSONAS = [
    {"id": "ada", "persona": ADA, "templated_view": render_templated_view(ADA),
     "biography_view": "Ada Ñandú keeps bees 🐝 in Oakland.\n\nShe is 47.", "transcript": [{"id": "no"}]},
    {"persona": BO, "templated_view": render_templated_view(BO), "id": "bo",
     "biography_view": "Bo Lind repairs clocks.",
     "statements_view": "Bo repairs clocks. Bo cannot swim.",
     "statements": [
         {"sid": "s1", "category": "work", "claim": "Bo repairs clocks.", "support_turns": [3, 8]},
         {"sid": "s2", "category": "skills", "claim": "Bo cannot swim."}]},
    {"id": "baseline_assistant", "persona": {"first_name": "Assistant", "last_name": ""},
     "templated_view": "Assistant", "biography_view": "Assistant"},
    {"id": "cy", "persona": CY, "templated_view": "I am Cy."},
]


def question(persona, qid, type="implicit", item_type="frq", scope="individual", **more):
    return {"id": persona, "qid": qid, "type": type, "item_type": item_type, "scope": scope,
            "question": f"What about {qid}?", "answer": f"The answer of {persona}.", **more}


SHARED = dict(item_type="mcq", scope="shared")
QUESTIONS = []
for name in ("ada", "bo"):
    QUESTIONS += [question(name, f"{name}-f{i}", bank_id=f"b{i}") for i in range(9)]
    QUESTIONS += [
        question(name, f"{name}-e{i}", type="explicit", choices=None, bank_id=None)
        for i in range(4)]
    QUESTIONS += [
        question(name, "m0", **SHARED, bank_id="b2", choices=["Tea", "Coffee"],
                 correct_choice_index=1, tags=["drinks"]),
        question(name, "m1", **SHARED, bank_id="bank", choices=["Zürich", "東京", "🐝"],
                 correct_choice_index=0, related_frq_qids=[]),
        question(name, "m2", **SHARED, type="explicit", bank_id="bank",
                 choices=list("abcdefg"), correct_choice_index=6,
                 related_frq_qids=[f"{name}-e1"]),
        question(name, f"{name}-m3", item_type="mcq", type="explicit", choices=["Yes"],
                 correct_choice_index=0, question="  Is it so?  ", answer="Yes"),
        question(name, f"{name}-m4", item_type="mcq", choices=["Yes", "No"],
                 correct_choice_index=None, answer="No\u00a0way"),
    ]
QUESTIONS.append(question("ada", "ada-late"))
QUESTIONS.append(question("baseline_assistant", "base-f0", answer="I have no life of my own."))
QUESTIONS.append(question("nobody", "nobody-f0"))
# Another order of keys, and a persona's rows apart.
QUESTIONS.append(dict(reversed(question("ada", "ada-last", evidence_sids=["s1"]).items())))

BANK = {"items": [
    {"bank_id": "bank", "question": "", "related_frq_qids": ["ada-f5", "bo-f5", "bo-f6"]},
    {"bank_id": "other", "related_frq_qids": []}]}
REGISTRY = [
    {"bank_id": "b0", "topic_group_id": "work", "question_sets": ["all"]},
    {"qid": "ada-e0", "topic_group_id": None, "question_sets": ["all", "small"]},
    {"bank_id": "bank", "qid": "ada-late", "topic_group_id": "home", "question_sets": []},
    {"bank_id": "b0", "topic_group_id": "home", "question_sets": ["small"]}]
SCHEMA = {"persona_fields": {
    "speak_other_language": {"kind": "binary", "ordered_values": ["No", "Yes"]},
    "highest_degree_received": {
        "kind": "ordinal", "ordered_values": ["High school", "Bachelor's", "Graduate"]},
    "age": {"kind": "numeric", "seed_values_sorted_by_count": [
        {"value": 31}, {"value": 47}, {"value": 70}, {"value": 22}]},
    "religion": {"kind": "nominal", "seed_values_sorted_by_count": [
        {"value": "None"}, {"value": "Buddhism"}]},
    "city": {"kind": "nominal", "high_cardinality": True},
    "shoe_size": {"kind": "numeric"}}}


def lines(rows, blank_after=()):
    text = ""
    for number, row in enumerate(rows):
        text += json.dumps(row, ensure_ascii=number % 2 == 0) + "\n"
        if number in blank_after:
            text += "  \t\n\n"
    return text


def write():
    (HERE / "personas.jsonl").write_text(lines(PERSONAS, {0}))
    (HERE / "qa.jsonl").write_text(lines(QUESTIONS, {3, len(QUESTIONS) - 1}))
    (HERE / "implicit_shared_mc_bank.json").write_text(json.dumps(BANK, indent=1))
    (HERE / "question_registry.jsonl").write_text(lines(REGISTRY))
    (HERE / "attribute_schema.json").write_text(json.dumps(SCHEMA, indent=1))


def attempt(call):
    try:
        return call()
    except Exception as error:
        return {"error": type(error).__name__}


def swap(dataset, persona, attribute, value):
    before, after = swap_attribute(dataset, persona, attribute, value)
    return {"id": after.id, "templated_view": after.templated_view,
            "value": after.persona[attribute], "biography_view": after.biography_view}


def expected(dataset):
    people = ["ada", "bo", "baseline_assistant", "cy"]
    filters = [{}, {"type": "explicit"}, {"type": "implicit", "item_type": "mcq"},
               {"scope": "shared"}, {"item_type": "frq", "scope": "individual"},
               {"topic_group_id": "home"}, {"topic_group_id": "work"},
               {"question_set": "small"}, {"question_set": "all", "type": "explicit"}]
    splits = [(n, seed) for seed in (0, 1, 42, -7, 2**40 + 5, None) for n in (None, 0, 3, 100)]
    swaps = [
        ("ada", "speak_other_language", None), ("bo", "speak_other_language", "Yes"),
        ("ada", "highest_degree_received", "Graduate"), ("bo", "age", 70), ("ada", "age", 3),
        ("ada", "religion", "None"), ("bo", "religion", "Buddhism"), ("ada", "city", "Anywhere"),
        ("ada", "born_in_us", "Yes"), ("ada", "sex", "MALE"),
        ("ada", "highest_degree_received", None), ("ada", "highest_degree_received", "Nursery"),
        ("ada", "religion", "Jainism"), ("nobody", "age", 3), ("ada", "hair", "red"),
        ("cy", "speak_other_language", None), ("bo", "speak_other_language", "No"),
        ("ada", "shoe_size", 40), ("baseline_assistant", "age", 3)]
    return {
        "ids": dataset.persona_ids,
        "names": {p: dataset.get_persona(p).name for p in people},
        "statements": {
            p: {"view": dataset.get_persona(p).statements_view,
                "statements": [dataclasses.asdict(s) for s in dataset.get_persona(p).statements]}
            for p in people},
        "questions": {p: [dataclasses.asdict(q) for q in dataset.get_qa(p)] for p in people},
        "filters": [
            {"persona": p, "filter": f, "ids": [q.qid for q in dataset.get_qa(p, **f)]}
            for p in ("ada", "bo") for f in filters],
        "splits": [
            {"persona": p, "n_train": n, "seed": seed,
             "train": [q.qid for q in train], "test": [q.qid for q in test]}
            for p in people for n, seed in splits
            for train, test in [dataset.train_test_split(p, n_train=n, seed=seed)]],
        # Without the last line, whose words are the original's own.
        "choices": {
            q.qid: {"text": format_mc_question(q).rsplit("\n", 1)[0], "letter": mc_correct_letter(q)}
            for q in dataset.get_qa("ada", item_type="mcq") if q.correct_choice_index is not None},
        "swaps": [
            {"persona": p, "attribute": a, "new_value": v,
             "result": attempt(lambda: swap(dataset, p, a, v))} for p, a, v in swaps],
    }


def shuffles():
    found = []
    for seed in (0, 1, 42, -7, 2**31, 2**32, 2**40 + 5, 2**63 - 1):
        for length in (0, 1, 2, 6, 10, 33, 70):
            order = list(range(length))
            random.Random(seed).shuffle(order)
            found.append({"seed": seed, "order": order})
    words = random.Random(0)
    return {"orders": found, "words_of_seed_0": [words.getrandbits(32) for _ in range(4)]}


def main():
    write()
    with tempfile.TemporaryDirectory() as folder:
        # persona-data leaves a cache beside the questions.
        questions = Path(folder) / "qa.jsonl"
        questions.write_bytes((HERE / "qa.jsonl").read_bytes())
        bank = {item["bank_id"]: item["related_frq_qids"] for item in BANK["items"]}
        dataset = PersonaDataset(
            HERE / "personas.jsonl", questions, related_frq_qids_by_bank_id=bank,
            attribute_schema_path=HERE / "attribute_schema.json",
            question_registry_path=HERE / "question_registry.jsonl")
        answers = {**expected(dataset), "shuffles": shuffles()}
    (HERE / "expected.json").write_text(json.dumps(answers, indent=1, ensure_ascii=False) + "\n")


main()
