//! What reading met, for people.

use whitestone_model::{Diagnostic, Severity, Span};

/// One thing met while reading.
pub(crate) fn note(
    severity: Severity,
    code: &str,
    message: &str,
    span: Option<Span>,
) -> Diagnostic {
    Diagnostic {
        severity,
        code: code.to_owned(),
        message: message.to_owned(),
        span,
    }
}
