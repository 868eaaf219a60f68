//! Reading what an emit writes in its fields: slots, constants, chains of them, dates.

use whitestone_model::{Absence, Edtf, ValueKind};

use crate::file::{CodeSpec, EmitSpec};
use crate::lexicon::folded;
use crate::lists::Lists;
use crate::mention::Kinds;
use crate::nearest::Nearest;
use crate::rule::{Ends, Piece, Source, Take};

/// Reads the fields of one emit against the slots of its rule.
pub(crate) struct Reader<'a> {
    pub slots: &'a [String],
    /// Slots that hold a list of places, joined to one value.
    pub joined: &'a [usize],
    pub kinds: &'a Kinds,
    pub lists: &'a Lists,
    pub nearest: &'a mut Vec<Nearest>,
}

impl Reader<'_> {
    pub fn slot(&self, name: &str) -> Result<usize, String> {
        self.slots
            .iter()
            .position(|known| known == name)
            .ok_or_else(|| {
                format!(
                    "no pattern binds the slot {name:?}; bound are {}",
                    self.slots.join(", ")
                )
            })
    }

    pub fn optional(&mut self, text: &str) -> Result<Source, String> {
        if text.is_empty() {
            Ok(Vec::new())
        } else {
            self.source(text)
        }
    }

    /// `a|b|'constant'`: the first that is bound.
    pub fn source(&mut self, text: &str) -> Result<Source, String> {
        if !text.contains('\'') && text.contains(',') {
            let parts = text.split(',').map(|part| self.source(part.trim()));
            return Ok(vec![Piece::All(parts.collect::<Result<_, _>>()?)]);
        }
        text.split('|')
            .map(|part| self.piece(part.trim()))
            .collect()
    }

    fn piece(&mut self, part: &str) -> Result<Piece, String> {
        if let Some(constant) = part.strip_prefix('\'').and_then(|p| p.strip_suffix('\'')) {
            let value = crate::binding::constant(constant);
            return Ok(Piece::Constant(Box::new(value)));
        }
        if let Some(slot) = part.strip_suffix('+') {
            return self.slot(slot).map(Piece::Joined);
        }
        if let Some(slot) = part.strip_suffix(".date") {
            if let Some(name) = slot.strip_prefix("nearest:") {
                return self.nearest_type(name).map(Piece::NearestDate);
            }
            return self.slot(slot).map(Piece::EntryDate);
        }
        if let Some(name) = part.strip_prefix("nearest:") {
            return self.nearest_type(name).map(Piece::Nearest);
        }
        if let Some(name) = part.strip_prefix("page:") {
            let entries = self.lists.under(name);
            let unknown = || format!("page:{name}: no list has an entry or a kind {name:?}");
            if entries.is_empty() {
                return Err(unknown());
            }
            return Ok(Piece::Page(entries));
        }
        match self.slot(part) {
            Ok(slot) if self.joined.contains(&slot) => Ok(Piece::Joined(slot)),
            Ok(slot) => Ok(Piece::Slot(slot)),
            Err(problem) => Ok(match part {
                "topic" => Piece::Topic,
                "when" => Piece::When,
                "quote" => Piece::Quote,
                "context" => Piece::Context,
                "published" => Piece::Published,
                "stated" => Piece::Stated,
                "data_year" => Piece::DataYear,
                "column" => Piece::Column,
                _ => return Err(problem),
            }),
        }
    }

    fn nearest_type(&mut self, name: &str) -> Result<usize, String> {
        if let Some(at) = self.nearest.iter().position(|known| known.name == name) {
            return Ok(at);
        }
        let wanted = Nearest::parse(name, self.kinds, self.lists)?;
        self.nearest.push(wanted);
        Ok(self.nearest.len() - 1)
    }

    pub fn take(&mut self, spec: &EmitSpec, kinds: &[ValueKind]) -> Result<Take, String> {
        let mut takes = Vec::new();
        if let Some(slot) = &spec.quantity {
            takes.push(Take::Quantity(self.source(slot)?));
        }
        if let Some(slot) = &spec.money {
            takes.push(Take::Money(self.source(slot)?));
        }
        match &spec.code {
            Some(CodeSpec::Fixed(code)) => takes.push(Take::Code(code.clone())),
            Some(CodeSpec::Chosen { slot, map }) => {
                let map = map.iter().map(|(k, v)| (folded(k), v.clone())).collect();
                takes.push(Take::CodeOf(self.slot(slot)?, map));
            }
            None => {}
        }
        if let Some(text) = &spec.text {
            takes.push(Take::Text(self.source(text)?));
        }
        if let Some(slot) = &spec.entity {
            takes.push(Take::Entity(self.source(slot)?));
        }
        if let Some(slot) = &spec.date {
            takes.push(Take::Date(self.source(slot)?));
        }
        if let Some(state) = &spec.state {
            takes.push(Take::Absent(absence(state)?, self.kind(spec, kinds)?));
        }
        match (takes.pop(), takes.is_empty()) {
            (Some(take), true) => Ok(take),
            _ => Err(
                "an emit takes exactly one of quantity, money, code, text, entity, date, state"
                    .into(),
            ),
        }
    }

    fn kind(&self, spec: &EmitSpec, kinds: &[ValueKind]) -> Result<ValueKind, String> {
        let Some(name) = &spec.kind else {
            return Ok(kinds.first().copied().unwrap_or(ValueKind::Text));
        };
        serde_json::from_value(serde_json::Value::String(name.clone()))
            .map_err(|_| format!("kind = {name:?} is no kind of value"))
    }

    /// `d|since:e|context`; a prefix on the first piece alone holds for all.
    pub fn when(&mut self, text: &str) -> Result<Vec<(Ends, Piece)>, String> {
        if text.is_empty() {
            return Ok(Vec::new());
        }
        let mut pieces = Vec::new();
        let parts: Vec<(Option<Ends>, &str)> = text.split('|').map(ends_of).collect();
        let own = parts.iter().skip(1).any(|(ends, _)| ends.is_some());
        let first = parts.first().and_then(|(ends, _)| *ends);
        for (ends, part) in parts {
            let piece = self.piece(part)?;
            if let Piece::Constant(date) = &piece {
                date.text.parse::<Edtf>().map_err(|e| e.to_string())?;
            }
            let ends = if own { ends } else { first };
            pieces.push((ends.unwrap_or(Ends::Exact), piece));
        }
        Ok(pieces)
    }
}

fn ends_of(part: &str) -> (Option<Ends>, &str) {
    let part = part.trim();
    if let Some(rest) = part.strip_prefix("closed:after:") {
        return (Some(Ends::AfterClosed), rest.trim());
    }
    let ends = match part.split_once(':') {
        Some(("since", rest)) => (Ends::Since, rest),
        Some(("until", rest)) => (Ends::Until, rest),
        Some(("closed", rest)) => (Ends::Closed, rest),
        Some(("after", rest)) => (Ends::After, rest),
        _ => return (None, part),
    };
    (Some(ends.0), ends.1.trim())
}

fn absence(state: &str) -> Result<Absence, String> {
    Ok(match state {
        "unknown" => Absence::Unknown,
        "none" => Absence::None,
        "withheld" => Absence::Withheld,
        "not_applicable" => Absence::NotApplicable,
        _ => {
            return Err(format!(
                "state = {state:?}; use unknown, none, withheld or not_applicable"
            ));
        }
    })
}
