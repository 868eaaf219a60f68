//! The user's settings: which endpoint, which model, how much and at what price.

use serde::Deserialize;
use whitestone_model::Decimal;

use crate::Usage;

/// [`Settings::portion_bytes`] where nothing is said.
pub const PORTION_BYTES: usize = 12_000;
/// [`Settings::requests`] where nothing is said.
pub const REQUESTS: usize = 40;

/// What stands in `assist.toml`. Only `endpoint` and `model` have to.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// Address of the chat completions of an OpenAI-compatible service: `https://.../v1/chat/completions`. Plain http
    /// is taken for this machine alone.
    pub endpoint: String,
    /// Name of the model, as the service knows it.
    pub model: String,
    /// Name of the environment variable that holds the key; empty where the service wants none. The key itself has no
    /// place in a file.
    #[serde(default)]
    pub key_from: String,
    /// Send the JSON schema of the answer along; not every service takes it.
    #[serde(default = "yes")]
    pub schema: bool,
    /// Seconds for a request, from the connection to the last byte.
    #[serde(default = "timeout")]
    pub timeout_seconds: u64,
    /// Seconds to wait at most where the service asks to come back later.
    #[serde(default = "patience")]
    pub patience_seconds: u64,
    /// Longest answer, in bytes.
    #[serde(default = "answer")]
    pub answer_bytes: u64,
    /// Text in one request, in bytes.
    #[serde(default = "portion")]
    pub portion_bytes: usize,
    /// Requests for one document; what is left is told.
    #[serde(default = "requests")]
    pub requests: usize,
    /// What it costs.
    #[serde(default)]
    pub price: Price,
}

/// Price of a million tokens.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Price {
    /// Of those that the model reads.
    pub input: Option<Decimal>,
    /// Of those that it writes.
    pub output: Option<Decimal>,
    /// ISO 4217 code.
    pub currency: String,
}

const fn yes() -> bool {
    true
}
const fn timeout() -> u64 {
    60
}
const fn patience() -> u64 {
    30
}
const fn answer() -> u64 {
    1 << 20
}
const fn portion() -> usize {
    PORTION_BYTES
}
const fn requests() -> usize {
    REQUESTS
}

/// What is wrong in the settings.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}: {problem}")]
pub struct SettingsError {
    file: String,
    problem: String,
}

impl Settings {
    /// Parses them.
    ///
    /// # Errors
    /// What is wrong, where, and what to do.
    pub fn parse(file: &str, text: &str) -> Result<Self, SettingsError> {
        let wrong = |problem: String| SettingsError {
            file: file.to_owned(),
            problem,
        };
        let settings: Self = toml::from_str(text).map_err(|e| wrong(e.to_string()))?;
        settings.check().map_err(wrong)?;
        Ok(settings)
    }

    fn check(&self) -> Result<(), String> {
        let from_1 = |name: &str, value: u64, most: u64| match value {
            1.. if value <= most => Ok(()),
            _ => Err(format!("{name} = {value}; write a number from 1 to {most}")),
        };
        if self.model.trim().is_empty() {
            return Err("model is empty; name the model as its service does".into());
        }
        from_1("timeout_seconds", self.timeout_seconds, 3_600)?;
        from_1("answer_bytes", self.answer_bytes, 64 << 20)?;
        from_1("portion_bytes", self.portion_bytes as u64, 1 << 20)?;
        from_1("requests", self.requests as u64, 10_000)?;
        check_address(&self.endpoint)
    }

    /// What the usage cost, with the currency; none where no price is set.
    pub fn cost(&self, usage: Usage) -> Option<String> {
        let million = Decimal::from(1_000_000_u64);
        let part = |tokens: u64, price: Decimal| {
            Decimal::from(tokens)
                .checked_mul(price)?
                .checked_div(million)
        };
        let input = part(usage.tokens_in, self.price.input?)?;
        let sum = input.checked_add(part(usage.tokens_out, self.price.output?)?)?;
        Some(
            format!("{sum} {}", self.price.currency)
                .trim_end()
                .to_owned(),
        )
    }
}

/// Text and key go over the network only encrypted; on this machine they may go plain.
fn check_address(endpoint: &str) -> Result<(), String> {
    let (scheme, rest) = endpoint.split_once("://").unwrap_or(("", endpoint));
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    if authority.is_empty() || authority.contains(['@', '\\', ' ']) {
        return Err(format!(
            "endpoint = {endpoint:?} is no address; write https://HOST/v1/chat/completions, the key apart (`key_from`)"
        ));
    }
    let host = match authority.strip_prefix('[') {
        Some(six) => six.split(']').next().unwrap_or_default(),
        None => authority.split(':').next().unwrap_or_default(),
    };
    match scheme {
        "https" => Ok(()),
        "http" if ["localhost", "127.0.0.1", "::1"].contains(&host) => Ok(()),
        _ => Err(format!(
            "endpoint = {endpoint:?}: use https, or http for a service on this machine (localhost)"
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Settings, String> {
        Settings::parse("assist.toml", text).map_err(|e| e.to_string())
    }

    #[test]
    fn text_goes_out_encrypted_or_stays_on_the_machine() {
        let of = |endpoint: &str| parse(&format!("endpoint = '{endpoint}'\nmodel = 'm'"));
        for good in [
            "https://example.org/v1/chat/completions",
            "http://localhost:11434/v1/chat/completions",
            "http://127.0.0.1:8080/v1/chat/completions",
            "http://[::1]:8080/v1",
        ] {
            assert!(of(good).is_ok(), "{good}");
        }
        for bad in [
            "http://example.org/v1",
            "http://localhost.example.org/v1",
            "http://localhost@example.org/v1",
            "http://127.0.0.1.example.org/",
            "ftp://localhost/",
            "example.org",
            "https://",
            "",
        ] {
            let error = of(bad).expect_err(bad);
            assert!(error.starts_with("assist.toml: endpoint"), "{error}");
        }
    }

    #[test]
    fn a_wrong_setting_is_named() {
        let base = "endpoint = 'https://example.org/'\nmodel = 'm'\n";
        for (line, wanted) in [
            ("timeout_seconds = 0", "timeout_seconds = 0"),
            ("requests = 0", "requests = 0"),
            ("key = 'secret'", "unknown field `key`"),
        ] {
            let error = parse(&format!("{base}{line}")).expect_err(line);
            assert!(error.contains(wanted), "{error}");
        }
        assert!(parse("endpoint = 'https://a.b/'\nmodel = ' '").is_err());
    }

    #[test]
    fn tokens_cost_what_their_prices_say() {
        let settings = parse(
            "endpoint = 'https://a.b/'\nmodel = 'm'\n[price]\ninput = 0.15\noutput = 0.60\ncurrency = 'USD'",
        );
        let usage = Usage {
            requests: 2,
            tokens_in: 200_000,
            tokens_out: 10_000,
        };
        let settings = settings.expect("settings");
        assert_eq!(settings.cost(usage).as_deref(), Some("0.036 USD"));
        let free = Settings {
            price: Price::default(),
            ..settings
        };
        assert_eq!(free.cost(usage), None);
    }
}
