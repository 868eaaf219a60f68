//! What an endpoint may answer, and what becomes of it.

#![expect(clippy::expect_used, reason = "a test may stop where it stands")]

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use serde_json::{Value as Json, json};
use whitestone_assist::{Answer, Model as _, Request, Settings, Unanswered};
use whitestone_assist_http::{AGAIN, Endpoint};
use whitestone_testkit::{Reply, Stub};

fn request() -> Request {
    Request {
        system: "the task".into(),
        user: "the sentences".into(),
        schema: json!({ "type": "object" }),
    }
}

fn settings(address: &str, more: &str) -> Settings {
    let text = format!(
        "endpoint = 'http://{address}/v1/chat/completions'\nmodel = 'm'\ntimeout_seconds = 1\n{more}"
    );
    Settings::parse("assist.toml", &text).expect("settings")
}

fn chat(content: &Json) -> String {
    json!({ "choices": [{ "message": { "content": content } }], "usage": { "prompt_tokens": 7, "completion_tokens": 3 } })
        .to_string()
}

/// Asks a stub with these replies once; gives the answer and what the stub heard.
fn ask(replies: Vec<Reply>, more: &str) -> (Result<Answer, Unanswered>, Vec<String>) {
    let stub = Stub::new(replies).expect("a stub");
    let settings = settings(&stub.address, more);
    let mut endpoint = Endpoint::new(&settings, Some("secret".into()), |_| ());
    let answer = endpoint.ask(&request());
    (answer, stub.heard())
}

#[test]
fn the_request_is_that_of_a_chat_endpoint_and_the_answer_is_counted() {
    let (answer, heard) = ask(vec![Reply::body(chat(&json!("words")))], "");
    let wanted = Answer {
        text: "words".into(),
        tokens_in: 7,
        tokens_out: 3,
    };
    assert_eq!(answer, Ok(wanted));
    let (head, body) = heard[0].split_once("\r\n\r\n").expect("a body");
    assert!(
        head.starts_with("POST /v1/chat/completions HTTP/1.1"),
        "{head}"
    );
    assert!(
        head.to_lowercase().contains("authorization: bearer secret"),
        "{head}"
    );
    let body: Json = serde_json::from_str(body).expect("JSON");
    assert_eq!(body["messages"][0]["content"], "the task");
    assert_eq!(body["messages"][1]["content"], "the sentences");
    assert_eq!(
        body["response_format"]["json_schema"]["schema"]["type"],
        "object"
    );

    let (_, heard) = ask(vec![Reply::body(chat(&json!("words")))], "schema = false");
    assert!(!heard[0].contains("response_format"), "{}", heard[0]);
}

#[test]
fn whatever_is_no_answer_says_so() {
    let long = chat(&json!("x".repeat(5_000)));
    let slow = Reply::body(chat(&json!("late"))).after(Duration::from_secs(3));
    let strange = |why: &str| Unanswered::Strange(why.into());
    let status = |status| Unanswered::Status {
        status,
        retry_after: None,
    };
    let cases = [
        (
            Reply::body("not JSON"),
            strange("expected ident at line 1 column 2"),
        ),
        (
            Reply::body("{\"choices\": []}"),
            strange("it has no content"),
        ),
        (Reply::body(chat(&Json::Null)), strange("it has no content")),
        (Reply::body(long), Unanswered::TooLong(2_000)),
        (slow, Unanswered::Slow(1)),
        (Reply::status(401, ""), status(401)),
        (Reply::status(500, ""), status(500)),
        // Nobody is sent elsewhere: that would not be the address that the user named.
        (
            Reply::status(302, "Location: http://127.0.0.1:1/"),
            status(302),
        ),
    ];
    for (reply, wanted) in cases {
        let (answer, heard) = ask(vec![reply], "answer_bytes = 2000");
        assert_eq!(answer, Err(wanted));
        assert_eq!(heard.len(), 1);
    }
}

#[test]
fn nobody_there() {
    let free = {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
        listener.local_addr().expect("an address").to_string()
    };
    let mut endpoint = Endpoint::new(&settings(&free, ""), None, |_| ());
    let error = endpoint.ask(&request()).expect_err("nobody is there");
    assert!(matches!(error, Unanswered::Unreachable(_)), "{error}");
}

#[test]
fn a_busy_service_is_asked_again_when_it_says() {
    static WAITED: AtomicU64 = AtomicU64::new(0);
    let good = Reply::body(chat(&json!("words")));
    let busy = |header| Reply::status(429, header);
    let stub = Stub::new(vec![busy("Retry-After: 3"), busy(""), good.clone()]).expect("a stub");
    let settings = settings(&stub.address, "patience_seconds = 10");
    let mut endpoint = Endpoint::new(&settings, None, |time| {
        WAITED.fetch_add(time.as_secs(), Ordering::Relaxed);
    });
    assert_eq!(endpoint.ask(&request()).map(|a| a.text), Ok("words".into()));
    assert_eq!(WAITED.load(Ordering::Relaxed), 3 + 5);
    assert!(!stub.heard()[0].to_lowercase().contains("authorization"));

    let (answer, heard) = ask(vec![busy("Retry-After: 3600"), good], "");
    let told = answer.expect_err("it is too long to wait").to_string();
    assert!(
        told.ends_with("HTTP status 429; it asks to come back in 3600 seconds"),
        "{told}"
    );
    assert_eq!(heard.len(), 1);

    let (answer, heard) = ask(vec![busy("Retry-After: 0"); 9], "");
    assert!(answer.is_err());
    assert_eq!(heard.len(), 1 + AGAIN);
}
