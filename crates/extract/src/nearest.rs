//! What a sentence leaves out because it was named before: the place, the device, the neighbour.
//!
//! `nearest:TYPE` in a rule is the last mention of a type before the match. Two types are narrower than in a pattern: a
//! place is a name or stands with a capital, and is never the document's own country; `foreign` is a state, or its
//! adjective, other than that country; `border` is a place that is a border. A date is none with which something else
//! is compared.

use crate::lists::Lists;
use crate::mention::{Kind, Kinds, Mention, View};
use crate::pattern::Type;
use crate::tables::Tables;
use crate::token::{CAPITAL, Token, UPPER};
use crate::when::aside_before;

/// A type that some rule asks the nearest of.
#[derive(Debug, Clone)]
pub(crate) struct Nearest {
    pub name: String,
    pub wanted: Type,
    foreign: bool,
    border: bool,
}

impl Nearest {
    pub fn parse(name: &str, kinds: &Kinds, lists: &Lists) -> Result<Self, String> {
        let (foreign, border) = (name == "foreign", name == "border");
        let wanted = if border {
            Type {
                mask: Kind::PLACE.bit(),
                filter: None,
            }
        } else if foreign {
            Type {
                mask: Kind::STATE.bit() | Kind::DEMONYM.bit(),
                filter: None,
            }
        } else {
            Type::parse(name, kinds, lists)?
        };
        Ok(Self {
            name: name.to_owned(),
            wanted,
            foreign,
            border,
        })
    }

    /// The last one that ends at or before token `end`; of those that begin together the longest.
    pub fn last<'v>(&self, view: &'v View, end: usize, tables: &Tables) -> Option<&'v Mention> {
        if self.wanted.mask & view.all == 0 {
            return None;
        }
        let is_own = |m: &Mention| {
            let topic = |t: &Mention| t.kind == Kind::TOPIC && t.core == m.core;
            view.all & Kind::TOPIC.bit() != 0 && view.mentions.iter().any(topic)
        };
        let is_border = |m: &Mention| {
            let mut words = core(view, m).iter();
            words.any(|t| tables.borders.nouns.contains(&t.word))
        };
        let place = self.wanted.mask & Kind::PLACE.bit() != 0;
        let dates = Kind::DATE.bit() | Kind::YEAR.bit();
        let aside = |m: &Mention| {
            m.kind.bit() & dates != 0 && aside_before(view, usize::from(m.start), tables).is_some()
        };
        let fits = |m: &&Mention| {
            self.wanted.fits(m)
                && usize::from(m.end) <= end
                && !aside(m)
                && !(place && m.kind == Kind::STATE)
                && (!self.border || is_border(m))
                && (m.kind != Kind::PLACE || is_proper(view, m, tables))
                && !((self.foreign || place) && is_own(m))
        };
        let found = last_of(view.mentions.iter().filter(fits));
        if found.is_some() || !place {
            return found;
        }
        // A state is a place where something is done in it, or somebody sent to it.
        let scene = |m: &&Mention| {
            let before = usize::from(m.start).checked_sub(1).map(|i| view.word(i));
            let signs = &tables.signs;
            let [in_, ..] = signs.prepositions;
            m.kind == Kind::STATE
                && self.wanted.fits(m)
                && usize::from(m.end) <= end
                && !is_own(m)
                && before.is_some_and(|word| [in_, signs.to, signs.from].contains(&word))
        };
        last_of(view.mentions.iter().filter(scene))
    }
}

fn last_of<'v>(mentions: impl Iterator<Item = &'v Mention>) -> Option<&'v Mention> {
    let mut found: Option<&Mention> = None;
    for mention in mentions {
        if found.is_none_or(|before| mention.start >= before.end) {
            found = Some(mention);
        }
    }
    found
}

fn core<'v>(view: &'v View, mention: &Mention) -> &'v [Token] {
    let core = usize::from(mention.core.0)..usize::from(mention.core.1);
    view.tokens.get(core).unwrap_or_default()
}

/// It has a capital in its name or is a compound ("border passages"), is more than an acronym, and is no state, nor a piece of an organisation, a person or a device.
fn is_proper(view: &View, place: &Mention, tables: &Tables) -> bool {
    let core = core(view, place);
    let capital = core.iter().any(|t| t.is(CAPITAL) && !t.is(UPPER));
    let compound = core.len() > 1 && core.iter().all(|t| tables.places.contains(&t.word));
    (capital || compound)
        && !view.mentions.iter().any(|m| {
            let covers = m.start <= place.core.0 && place.core.1 <= m.end;
            let inside =
                [Kind::ORG, Kind::PERSON, Kind::DEVICE].contains(&m.kind) && m.core != place.core;
            covers && (inside || (m.kind == Kind::STATE && m.core == place.core))
        })
}
