use super::*;
use proptest::prelude::*;

fn time(edtf: &str, mode: TimeMode) -> ValidTime {
    ValidTime::new(edtf.parse().unwrap(), mode)
}

fn check(edtf: &str, mode: TimeMode, hull: &str, core: &str) {
    let time = time(edtf, mode);
    let show = |(a, b): (Day, Day)| format!("{a} to {b}");
    assert_eq!(show(time.hull()), hull, "hull of {edtf}");
    assert_eq!(
        time.core().map_or("none".to_owned(), show),
        core,
        "core of {edtf}"
    );
}

#[test]
fn core_and_hull_of_every_form() {
    use TimeMode::{Sometime, Throughout};
    check(
        "2015",
        Throughout,
        "2015-01-01 to 2015-12-31",
        "2015-01-01 to 2015-12-31",
    );
    check("2015", Sometime, "2015-01-01 to 2015-12-31", "none");
    check(
        "2004-12-03",
        Sometime,
        "2004-12-03 to 2004-12-03",
        "2004-12-03 to 2004-12-03",
    );
    check(
        "1999/2000",
        Throughout,
        "1999-01-01 to 2000-12-31",
        "1999-12-31 to 2000-01-01",
    );
    check(
        "1994/..",
        Throughout,
        "1994-01-01 to ..",
        "1994-12-31 to 1994-12-31",
    );
    check(
        "../2004",
        Throughout,
        ".. to 2004-12-31",
        "2004-01-01 to 2004-01-01",
    );
    check(
        "2004-11/2004-12",
        Sometime,
        "2004-11-01 to 2004-12-31",
        "none",
    );
    check("", Throughout, ".. to ..", "none");
}

#[test]
fn most_times_are_plain() {
    for text in [
        "2004",
        "2004-12",
        "2004-02-29",
        "1999/2000-05",
        "1999/..",
        "../2000-01-31",
    ] {
        assert!(Plain::read(text).is_some(), "{text}");
    }
    for text in [
        "",
        "../..",
        "2004-13",
        "2005-02-29",
        "2001/1999",
        "199X",
        "2004~",
        "2004/2004-05",
    ] {
        assert!(Plain::read(text).is_none(), "{text}");
    }
}

#[test]
fn an_edtf_that_is_none_says_where() {
    let error = "2005-02-30".parse::<Edtf>().unwrap_err().to_string();
    assert!(error.contains("2005-02-30"), "{error}");
}

#[test]
fn definite_possible_and_no_overlap() {
    use TimeMode::{Sometime, Throughout};
    let check = |a: (&str, TimeMode), b: (&str, TimeMode), expected| {
        assert_eq!(
            time(a.0, a.1).overlap(&time(b.0, b.1)),
            expected,
            "{a:?} against {b:?}"
        );
    };
    check(
        ("2015", Throughout),
        ("2015-06-01", Sometime),
        Overlap::Definite,
    );
    check(
        ("2015", Sometime),
        ("2015-06-01", Sometime),
        Overlap::Possible,
    );
    check(
        ("2012-03/..", Throughout),
        ("2015", Throughout),
        Overlap::Possible,
    );
    check(("2003", Throughout), ("2004", Throughout), Overlap::None);
}

/// Parts of times, good and bad, so that many of their joints are nearly right.
fn any_text() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        (0i32..10_000).prop_map(|y| format!("{y:04}")),
        (1990i32..2010, 0..14).prop_map(|(y, m)| format!("{y}-{m:02}")),
        (1999i32..2002, 0..14, 0..33).prop_map(|(y, m, d)| format!("{y}-{m:02}-{d:02}")),
        prop_oneof!["", "\\.\\.", "199X", "2004~", "2001-21", "20041", "2004-5"],
    ];
    (part.clone(), prop::option::of(part)).prop_map(|(a, b)| match b {
        Some(b) => format!("{a}/{b}"),
        None => a,
    })
}

/// What the parser says of a time, and of its ends where it is an interval.
fn parsed(text: &str) -> Option<Plain> {
    Some(match Parsed::parse(text).ok()? {
        Parsed::Interval(interval) => {
            Plain::Interval(endpoint(&interval.start), endpoint(&interval.end))
        }
        date => Plain::Date(bounds(&date)),
    })
}

fn any_day() -> impl Strategy<Value = Day> {
    (-5_000i32..25_000).prop_map(Day::from_number)
}

fn any_time() -> impl Strategy<Value = ValidTime> {
    let mode = prop_oneof![Just(TimeMode::Throughout), Just(TimeMode::Sometime)];
    let text = prop_oneof![
        (1960i32..2040).prop_map(|y| y.to_string()),
        (1960i32..2040, 1..13).prop_map(|(y, m)| format!("{y}-{m:02}")),
        any_day().prop_map(|d| d.to_string()),
        (1960i32..2000, 2000..2040).prop_map(|(a, b)| format!("{a}/{b}")),
        (1960i32..2040).prop_map(|y| format!("{y}/..")),
        (1960i32..2040).prop_map(|y| format!("../{y}")),
        Just(String::new()),
    ];
    (text, mode).prop_map(|(text, mode)| time(&text, mode))
}

proptest! {
    /// What is told by its shape is what the parser makes of it.
    #[test]
    fn plain_times_are_as_parsed(text in any_text()) {
        if let Some(plain) = Plain::read(&text) {
            prop_assert_eq!(Some(plain), parsed(&text));
            prop_assert_eq!(plain.bounds(), bounds(&Parsed::parse(&text).unwrap()));
        }
    }

    #[test]
    fn a_day_prints_and_parses_back(day in any_day()) {
        prop_assert_eq!(day.to_string().parse::<Day>().unwrap(), day);
    }

    #[test]
    fn the_core_lies_in_the_hull(time in any_time()) {
        if let Some((a, b)) = time.core() {
            prop_assert!(time.hull().0 <= a && a <= b && b <= time.hull().1);
        }
    }

    #[test]
    fn overlap_is_symmetric(a in any_time(), b in any_time()) {
        prop_assert_eq!(a.overlap(&b), b.overlap(&a));
    }

    /// Against the naive model: look at every day of a long window, one by one.
    #[test]
    fn overlap_agrees_with_counting_days(a in any_time(), b in any_time()) {
        let within = |range: (Day, Day), day: Day| range.0 <= day && day <= range.1;
        let days = || (-6_000..27_000).map(Day::from_number);
        let hulls = days().any(|d| within(a.hull(), d) && within(b.hull(), d));
        let cores = days().any(|d| {
            a.core().is_some_and(|c| within(c, d)) && b.core().is_some_and(|c| within(c, d))
        });
        let naive = if cores { Overlap::Definite } else if hulls { Overlap::Possible } else { Overlap::None };
        prop_assert_eq!(a.overlap(&b), naive);
    }

    #[test]
    fn survives_json(time in any_time()) {
        let json = serde_json::to_string(&time).unwrap();
        prop_assert_eq!(serde_json::from_str::<ValidTime>(&json).unwrap(), time);
    }
}
