//! Points of the calendar: a year, a month or a day, as printed.

use whitestone_model::Edtf;

/// A calendar point; `month` and `day` only where printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Point {
    pub year: i16,
    pub month: Option<u8>,
    pub day: Option<u8>,
    pub decade: bool,
}

impl Point {
    pub fn text(self) -> String {
        let mut text = String::with_capacity("2004-12-03/..".len());
        if self.decade {
            push(&mut text, self.year / 10, 3);
            text.push('X');
            return text;
        }
        push(&mut text, self.year, 4);
        for part in [self.month, self.month.and(self.day)].into_iter().flatten() {
            text.push('-');
            push(&mut text, part.into(), 2);
        }
        text
    }

    pub fn edtf(self) -> Option<Edtf> {
        self.text().parse().ok()
    }
}

/// Adds the last `digits` digits of a number.
fn push(text: &mut String, number: i16, digits: u32) {
    for place in (0..digits).rev() {
        let digit = number / 10i16.pow(place) % 10;
        text.push(char::from(b'0' + u8::try_from(digit).unwrap_or(0)));
    }
}
