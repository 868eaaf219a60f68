use whitestone_model::{PropertyId, Qualifiers, Subject};
use whitestone_testkit::project_vocabulary;

use super::{Relation, Scopes};

/// How `a` stands to `b`, both of a note on Kyrgyzstan, qualifiers written as `name=value name=value`.
fn check(property: (&str, &str), a: &[(&str, &str)], b: &[(&str, &str)], expected: Relation) {
    let vocabulary = project_vocabulary().unwrap();
    let mut scopes = Scopes::new(&Subject::state("KGZ", "Kyrgyzstan"), &vocabulary);
    let mut read = |id: &str, pairs: &[(&str, &str)]| {
        let property = vocabulary.property(&PropertyId::new(id)).unwrap();
        let qualifiers: Qualifiers = pairs
            .iter()
            .map(|(n, v)| ((*n).into(), (*v).into()))
            .collect();
        scopes.of(property, &qualifiers)
    };
    let (one, other) = (read(property.0, a), read(property.1, b));
    assert_eq!(one.to(&other), expected, "{a:?} to {b:?}");
    assert_eq!(other.to(&one), expected.turned(), "{b:?} to {a:?}");
}

#[test]
fn places_contain_each_other_by_name_and_by_what_is_known() {
    let ground = "contamination.status";
    let cases = [
        ("Batken province", "Batken region", Relation::Same),
        ("Batken province", "Sokh enclave", Relation::Wider),
        (
            "a quarry, Batken district",
            "the Batken oblast",
            Relation::Narrower,
        ),
        (
            "Alma village; Beta village",
            "Beta village; Gamma village",
            Relation::Meets,
        ),
        (
            "Alma village; Beta village",
            "Alma village",
            Relation::Wider,
        ),
        ("Osh region", "Batken region", Relation::Apart),
        ("Kyrgyzstan", "Batken region", Relation::Wider),
        ("Kyrgyzstan", "Kyrgyz-Tajik border", Relation::Wider),
        (
            "the border with Tajikistan",
            "Tajik-Kyrgyz border",
            Relation::Same,
        ),
        (
            "borders of Kyrgyzstan",
            "Kyrgyz-Uzbek border",
            Relation::Wider,
        ),
        (
            "Kyrgyz-China border",
            "Kyrgyz-Uzbek border",
            Relation::Apart,
        ),
        (
            "Tajik side of the Kyrgyz-Tajik border",
            "Kyrgyz-Tajik border",
            Relation::Narrower,
        ),
        ("Uzbekistan", "Batken region", Relation::Apart),
    ];
    for (a, b, expected) in cases {
        check((ground, ground), &[("place", a)], &[("place", b)], expected);
    }
    check(
        (ground, ground),
        &[],
        &[("place", "Osh city")],
        Relation::Wider,
    );
}

#[test]
fn the_longest_name_of_a_state_counts() {
    let ground = "contamination.status";
    let cases = [
        (
            "border with the Democratic Republic of the Congo",
            "DRC border",
            Relation::Same,
        ),
        (
            "border with the Democratic Republic of the Congo",
            "Congo-Brazzaville border",
            Relation::Apart,
        ),
        (
            "Bissau-Guinean border",
            "border with Guinea-Bissau",
            Relation::Same,
        ),
        (
            "Bissau-Guinean border",
            "border with Guinea",
            Relation::Apart,
        ),
        // "South" belongs to the name and takes no part of the border.
        (
            "border with South Sudan",
            "South Sudan border crossing",
            Relation::Wider,
        ),
        ("a quarry in South Sudan", "the quarry", Relation::Same),
    ];
    for (a, b, expected) in cases {
        check((ground, ground), &[("place", a)], &[("place", b)], expected);
    }
}

#[test]
fn things_contain_each_other_by_their_list() {
    let stock = "production.status";
    let cases = [
        ("mine", "antipersonnel mine", Relation::Wider),
        ("landmine/UXO", "landmine", Relation::Wider),
        ("landmine/UXO", "UXO", Relation::Wider),
        ("landmine, expired", "landmine", Relation::Narrower),
        ("antipersonnel mine", "antivehicle mine", Relation::Apart),
        ("landmine", "cluster munition", Relation::Apart),
    ];
    for (a, b, expected) in cases {
        check((stock, stock), &[("device", a)], &[("device", b)], expected);
    }
}

#[test]
fn properties_are_compared_by_what_both_tell_apart() {
    let (cleared, ground) = ("clearance.status", "contamination.status");
    let by = [("place", "Batken region"), ("actor", "Uzbekistan")];
    check(
        (cleared, ground),
        &by,
        &[("place", "Batken region"), ("device", "landmine")],
        Relation::Same,
    );
    let (a, b) = ([("outcome", "total")], [("outcome", "killed")]);
    check(
        ("casualties.count", "casualties.count"),
        &a,
        &b,
        Relation::Apart,
    );
    check(
        ("casualties.count", "casualties.count"),
        &a,
        &[],
        Relation::Apart,
    );
}
