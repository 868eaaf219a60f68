//! An OpenAI-compatible endpoint as a [`Model`].
//!
//! The only crate of Whitestone that opens a connection, and only to the address in the user's settings: no
//! redirects, no proxy out of the environment, no other request than the one below. Every request has a time-out and
//! every answer a size limit. A service that is busy (429, 503) is asked again when it says, at most [`AGAIN`] times.

use std::time::Duration;

use serde::Deserialize;
use serde_json::{Value as Json, json};
use ureq::http::{Response, header};
use ureq::{Agent, Body, Error};
use whitestone_assist::{Answer, Model, Request, Settings, Unanswered};

/// How often a busy service is asked again.
pub const AGAIN: usize = 2;
/// Seconds to wait where a busy service does not say how long.
const SOME_SECONDS: u64 = 5;

/// The endpoint of the settings.
pub struct Endpoint {
    agent: Agent,
    settings: Settings,
    key: Option<String>,
    pause: fn(Duration),
}

/// What such endpoints answer; what else stands in it is passed over.
#[derive(Deserialize)]
struct Completion {
    choices: Vec<Choice>,
    #[serde(default)]
    usage: Tokens,
}

#[derive(Deserialize)]
struct Choice {
    message: Message,
}

#[derive(Deserialize)]
struct Message {
    content: Option<String>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Tokens {
    prompt_tokens: u64,
    completion_tokens: u64,
}

impl Endpoint {
    /// Makes ready to ask; nothing is sent yet. `pause` waits.
    pub fn new(settings: &Settings, key: Option<String>, pause: fn(Duration)) -> Self {
        let config = Agent::config_builder()
            .timeout_global(Some(Duration::from_secs(settings.timeout_seconds)))
            .http_status_as_error(false)
            .max_redirects(0)
            .proxy(None)
            .user_agent(concat!("whitestone/", env!("CARGO_PKG_VERSION")))
            .build();
        Self {
            agent: config.into(),
            settings: settings.clone(),
            key,
            pause,
        }
    }

    fn body(&self, request: &Request) -> Json {
        let mut body = json!({
            "model": self.settings.model,
            "temperature": 0,
            "stream": false,
            "messages": [
                { "role": "system", "content": request.system },
                { "role": "user", "content": request.user },
            ],
        });
        if self.settings.schema {
            body["response_format"] = json!({
                "type": "json_schema",
                "json_schema": { "name": "suggestions", "strict": true, "schema": request.schema },
            });
        }
        body
    }

    fn send(&self, body: &str) -> Result<String, Unanswered> {
        let mut post = (self.agent.post(&self.settings.endpoint))
            .header(header::CONTENT_TYPE, "application/json");
        if let Some(key) = &self.key {
            post = post.header(header::AUTHORIZATION, format!("Bearer {key}"));
        }
        let response = post.send(body).map_err(|e| self.unanswered(&e))?;
        if !response.status().is_success() {
            return Err(Unanswered::Status {
                status: response.status().as_u16(),
                retry_after: retry_after(&response),
            });
        }
        let limit = self.settings.answer_bytes;
        let text = response.into_body().into_with_config().limit(limit);
        text.read_to_string().map_err(|e| self.unanswered(&e))
    }

    fn unanswered(&self, error: &Error) -> Unanswered {
        match error {
            Error::Timeout(_) => Unanswered::Slow(self.settings.timeout_seconds),
            Error::BodyExceedsLimit(_) => Unanswered::TooLong(self.settings.answer_bytes),
            Error::Io(io) if io.kind() == std::io::ErrorKind::InvalidData => {
                Unanswered::Strange("it is not UTF-8".into())
            }
            other => Unanswered::Unreachable(other.to_string()),
        }
    }
}

/// Seconds of a `Retry-After`; one that names a day is passed over.
fn retry_after(response: &Response<Body>) -> Option<u64> {
    let value = response.headers().get(header::RETRY_AFTER)?;
    value.to_str().ok()?.trim().parse().ok()
}

fn answer(text: &str) -> Result<Answer, Unanswered> {
    let strange = Unanswered::Strange;
    let completion: Completion = serde_json::from_str(text).map_err(|e| strange(e.to_string()))?;
    let usage = completion.usage;
    let choice = completion.choices.into_iter().next();
    let content = choice.and_then(|choice| choice.message.content);
    Ok(Answer {
        text: content.ok_or_else(|| strange("it has no content".into()))?,
        tokens_in: usage.prompt_tokens,
        tokens_out: usage.completion_tokens,
    })
}

impl Model for Endpoint {
    fn name(&self) -> &str {
        &self.settings.model
    }

    fn ask(&mut self, request: &Request) -> Result<Answer, Unanswered> {
        let body = self.body(request).to_string();
        let mut again = AGAIN;
        loop {
            match self.send(&body) {
                Err(Unanswered::Status {
                    status: 429 | 503,
                    retry_after,
                }) if again > 0
                    && retry_after.unwrap_or(SOME_SECONDS) <= self.settings.patience_seconds =>
                {
                    again -= 1;
                    (self.pause)(Duration::from_secs(retry_after.unwrap_or(SOME_SECONDS)));
                }
                other => return answer(&other?),
            }
        }
    }
}
