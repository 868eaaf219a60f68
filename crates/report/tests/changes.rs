//! The page "what changed", as an editor would read it, and the questions that follow from a record.

use whitestone_model::{Modality, Slice};
use whitestone_report::{Comparison, Edition, Letter, changes, html, markdown, questions_text};
use whitestone_testkit::{ClaimBuilder, SliceBuilder, project_vocabulary};
use whitestone_views::diff::Between;
use whitestone_views::{AsOf, diff, questions, resolve};

/// One of each: a status that changed, a restated count, a mined border that nobody mentions again, a stock that grew
/// old, a new vote, an act dated anew, a statement that was repeated.
fn record() -> Slice {
    let mut slice = SliceBuilder::new();
    let [first, second, third] = ["2001", "2003", "2006"]
        .map(|year| slice.source(&format!("Annual Report {year}"), "Example Monitor", year));
    let status =
        |code: &str| ClaimBuilder::code("treaty.status", code).with("treaty", "Mine Ban Treaty");
    slice.claim(
        status("not_party")
            .when("2003")
            .from(second)
            .quote(10, "stays outside"),
    );
    slice.claim(
        status("state_party")
            .when("2006")
            .from(third)
            .quote(20, "is bound"),
    );
    let count = |number: i64| {
        ClaimBuilder::count("casualties.count", number, "persons")
            .with("outcome", "total")
            .with("period", "2002")
            .when("2002")
    };
    slice.claim(count(31).from(second).quote(30, "31 people"));
    slice.claim(count(34).from(third).quote(40, "revised to 34"));
    let mined = |place: &str| {
        ClaimBuilder::code("contamination.status", "contaminated").with("place", place)
    };
    slice.claim(
        mined("northern border")
            .when("2001")
            .from(first)
            .quote(50, "mines in the north"),
    );
    slice.claim(
        mined("southern border")
            .when("2003")
            .from(second)
            .quote(60, "mines in the south"),
    );
    slice.claim(
        mined("southern border")
            .when("2006")
            .from(third)
            .quote(70, "still in the south"),
    );
    let stock = ClaimBuilder::count("stockpile.quantity", 1200, "items")
        .with("holder", "Ministry of Defence")
        .by(&["Ministry of Defence"])
        .modality(Modality::Reported);
    slice.claim(stock.when("2003").from(second).quote(80, "1,200 mines"));
    let vote = ClaimBuilder::code("unga.vote", "yes").with("resolution", "60/80");
    slice.claim(
        vote.sometime("2005-12-08")
            .from(third)
            .quote(90, "voted in favour"),
    );
    let act = |day: &str| {
        ClaimBuilder::code("treaty.action", "signed")
            .with("treaty", "Mine Ban Treaty")
            .sometime(day)
    };
    slice.claim(
        act("1997-12-03")
            .from(second)
            .quote(100, "signed on the third"),
    );
    slice.claim(
        act("1997-12-04")
            .from(third)
            .quote(110, "signed on the fourth"),
    );
    slice.build()
}

#[test]
fn what_changed_as_a_page_and_as_a_note() {
    let (slice, vocabulary) = (record(), project_vocabulary().unwrap());
    let asof = |day: &str| {
        let day = day.parse().unwrap();
        AsOf::today(day).published_by(day)
    };
    let (from, to) = (asof("2003-12-31"), asof("2006-12-31"));
    let old = resolve(&slice, &vocabulary, &from);
    let new = resolve(&slice, &vocabulary, &to);
    let between = Between {
        old: &old,
        new: &new,
        slice: &slice,
        vocabulary: &vocabulary,
        to: to.on,
    };
    let edition = |name: &str, asof: &AsOf| Edition {
        name: name.to_owned(),
        asof: asof.clone(),
    };
    let page = changes(&Comparison {
        between,
        old: &edition("", &from),
        new: &edition("2006", &to),
        changes: &diff(&between),
        profile: "profile.html",
    });
    insta::assert_snapshot!("note", markdown::changes(&page));
    let (_, body) = html::changes(&page)
        .split_once("</style>")
        .map(|(a, b)| (a.len(), b.to_owned()))
        .unwrap();
    insta::assert_snapshot!("page", body);
}

#[test]
fn questions_as_a_letter_and_as_a_list() {
    let (slice, vocabulary) = (record(), project_vocabulary().unwrap());
    let on = "2012-06-01".parse().unwrap();
    let view = resolve(&slice, &vocabulary, &AsOf::today(on));
    let asked = questions(&view, &vocabulary, on);
    let letter = Letter {
        to: String::new(),
        from: "Example Monitor".to_owned(),
        limit: 8,
    };
    let laid =
        whitestone_report::questionnaire(&asked, &view, &slice, &vocabulary, on, Some(&letter));
    insta::assert_snapshot!("letter", questions_text(&laid, false));
    let list = whitestone_report::questionnaire(&asked, &view, &slice, &vocabulary, on, None);
    let text = questions_text(&list, true);
    let contamination = text
        .split("## Contamination")
        .nth(1)
        .unwrap()
        .split("##")
        .next()
        .unwrap();
    insta::assert_snapshot!("list", contamination);
}
