//! The name by which a thing is known, where the text describes it: a border by its neighbours, a conference by its city.

use whitestone_model::Edtf;
use whitestone_model::vocabulary::Property;

use crate::site::Site;

impl Site<'_> {
    /// The text of a qualifier, or the name of what it describes.
    pub fn known_as(
        &self,
        property: &Property,
        qualifier: &str,
        text: String,
        when: &Edtf,
    ) -> String {
        let mut lists = property.qualifiers.iter();
        let list = lists.find(|known| known.name == qualifier);
        if let Some(named) = list.and_then(|known| self.held_in(&known.list, &text, when)) {
            return named;
        }
        if !self.rules.tables.borders.names_any(&text) {
            return text;
        }
        let parts: Vec<String> = (text.split("; "))
            .map(|part| self.border(part).unwrap_or_else(|| part.to_owned()))
            .collect();
        parts.join("; ")
    }

    fn border(&self, text: &str) -> Option<String> {
        let rules = self.rules;
        let neighbour = || {
            let foreign = rules.nearest.iter().position(|one| one.name == "foreign")?;
            let entry = self.nearest_to(foreign, self.quote.1)?.entry?;
            rules.lists.entry(entry).map(|state| state.name.as_str())
        };
        if !rules.tables.borders.names_any(text) {
            return None;
        }
        crate::borders::border(text, self.subject, neighbour(), rules)
    }

    /// "One of the conferences ..., Vienna" of December 2007 is what the list calls the Vienna conference and dates so.
    fn held_in(&self, list: &str, text: &str, when: &Edtf) -> Option<String> {
        if list.is_empty() {
            return None;
        }
        let (described, city) = text.rsplit_once(", ")?;
        let vocabulary = &self.rules.vocabulary;
        if vocabulary.find(list, described).is_some() {
            return None;
        }
        let (first, last) = when.bounds();
        let is_it = |entry: &&whitestone_model::vocabulary::Entry| {
            let held = entry.attributes.get("place");
            if held.is_none_or(|place| place != city) || !entry.name.starts_with(city) {
                return false;
            }
            let date: Option<Edtf> = entry.date.parse().ok();
            date.filter(Edtf::is_stated).is_some_and(|date| {
                let (from, to) = date.bounds();
                first <= to && from <= last
            })
        };
        let entries = vocabulary.lists.get(list)?.entries.values();
        entries
            .into_iter()
            .find(is_it)
            .map(|entry| entry.name.clone())
    }
}
