//! Reading the text of a pattern into its tree.

use crate::lexicon::WordId;
use crate::pattern::{Compiler, DEFAULT_GAP, DEFAULT_TEXT, Node, Op, REPEATS, Type};
use crate::token::words_of;

/// Brackets within brackets, at most: each is a call within a call.
const DEEPEST: usize = 24;
/// Nodes that `*` may make of an item, which stands once for each repeat.
const LARGEST: usize = 4_000;

/// Reads a whole pattern.
pub(crate) fn parse(source: &str, compiler: &mut Compiler<'_>) -> Result<Node, String> {
    let chars: Vec<char> = source.chars().collect();
    let mut parser = Parser {
        chars: &chars,
        at: 0,
        depth: 0,
        compiler,
    };
    let node = parser.alternatives()?;
    if parser.at < chars.len() {
        return Err(parser.wrong("a bracket closes that was not opened"));
    }
    Ok(node)
}

struct Parser<'p, 'c, 'l> {
    chars: &'p [char],
    at: usize,
    /// Brackets that are open.
    depth: usize,
    compiler: &'c mut Compiler<'l>,
}

impl Parser<'_, '_, '_> {
    fn peek(&self) -> Option<char> {
        self.chars.get(self.at).copied()
    }

    fn wrong(&self, what: &str) -> String {
        let from = self.at.saturating_sub(12);
        let near: String = self.chars.iter().skip(from).take(24).collect();
        format!("{what}, near `{near}`")
    }

    fn skip_blanks(&mut self) {
        while self.peek().is_some_and(char::is_whitespace) {
            self.at += 1;
        }
    }

    fn alternatives(&mut self) -> Result<Node, String> {
        let mut all = vec![self.sequence()?];
        while self.peek() == Some('|') {
            self.at += 1;
            all.push(self.sequence()?);
        }
        Ok(match all.pop() {
            Some(only) if all.is_empty() => only,
            Some(last) => {
                all.push(last);
                Node::Alt(all)
            }
            None => Node::Seq(Vec::new()),
        })
    }

    fn sequence(&mut self) -> Result<Node, String> {
        let mut items = Vec::new();
        loop {
            self.skip_blanks();
            match self.peek() {
                None | Some(')' | '|') => return Ok(Node::Seq(items)),
                Some(_) => {
                    let item = self.item()?;
                    let repeat = self.peek().filter(|c| ['?', '*'].contains(c));
                    self.at += usize::from(repeat.is_some());
                    items.push(match repeat {
                        Some('?') => Node::Opt(Box::new(item)),
                        Some(_) if size(&item).saturating_mul(REPEATS) > LARGEST => {
                            return Err(self.wrong("`*` repeats too much; repeat a shorter part, or one without `*` in it"));
                        }
                        Some(_) => repeated(&item),
                        None => item,
                    });
                }
            }
        }
    }

    fn item(&mut self) -> Result<Node, String> {
        let c = self.peek().unwrap_or(' ');
        self.at += 1;
        Ok(match c {
            '(' => {
                if self.depth == DEEPEST {
                    return Err(
                        self.wrong("brackets too deep within brackets; write several patterns")
                    );
                }
                self.depth += 1;
                let node = self.alternatives()?;
                self.depth -= 1;
                self.expect(')')?;
                node
            }
            '[' => Node::Leaf(Op::Open),
            ']' => Node::Leaf(Op::Close),
            '^' => Node::Leaf(Op::Start),
            '$' => Node::Leaf(Op::End),
            '{' => {
                let inside = self.until('}')?;
                Node::Leaf(self.slot(&inside)?)
            }
            '@' => {
                let name = self.name();
                Node::Leaf(Op::Set(self.set(&name)?))
            }
            '\'' if !self.is_apostrophe() => {
                let literal = self.until('\'')?;
                self.words(&literal)?
            }
            '?' => return Err(self.wrong("`?` follows nothing")),
            '.' if self.peek() == Some('.') && self.chars.get(self.at + 1) == Some(&'.') => {
                self.at += 2;
                let max = self.number().unwrap_or(DEFAULT_GAP);
                Node::Leaf(Op::Gap(max))
            }
            _ => {
                let mut word = String::from(c);
                while let Some(c) = self.peek() {
                    let sign = matches!(
                        c,
                        '(' | ')' | '[' | ']' | '{' | '}' | '|' | '?' | '*' | '@' | '^' | '$'
                    );
                    let ends = sign || c.is_whitespace();
                    let gap = c == '.' && self.chars.get(self.at + 1) == Some(&'.');
                    if ends || gap {
                        break;
                    }
                    word.push(c);
                    self.at += 1;
                }
                self.words(&word)?
            }
        })
    }

    fn words(&mut self, text: &str) -> Result<Node, String> {
        let words = words_of(text, self.compiler.lexicon);
        let leaf = |word: &WordId| Node::Leaf(Op::Word(*word));
        match words.as_slice() {
            [] => Err(self.wrong("an empty literal")),
            [word] => Ok(leaf(word)),
            several => Ok(Node::Seq(several.iter().map(leaf).collect())),
        }
    }

    /// The `'` of `'s` closes nothing: letters follow it, and no second `'` before the next blank or bracket.
    fn is_apostrophe(&self) -> bool {
        let rest = self.chars.get(self.at..).unwrap_or_default();
        let word = rest.iter().take_while(|c| c.is_alphanumeric()).count();
        word > 0 && word <= 2 && rest.get(word) != Some(&'\'')
    }

    fn expect(&mut self, c: char) -> Result<(), String> {
        if self.peek() != Some(c) {
            return Err(self.wrong(&format!("`{c}` is missing")));
        }
        self.at += 1;
        Ok(())
    }

    fn until(&mut self, close: char) -> Result<String, String> {
        let mut inside = String::new();
        while let Some(c) = self.peek() {
            self.at += 1;
            if c == close {
                return Ok(inside);
            }
            inside.push(c);
        }
        Err(self.wrong(&format!("`{close}` is missing")))
    }

    fn name(&mut self) -> String {
        let mut name = String::new();
        while let Some(c) = self.peek().filter(|c| c.is_alphanumeric() || *c == '_') {
            name.push(c);
            self.at += 1;
        }
        name
    }

    fn number(&mut self) -> Option<u16> {
        let mut digits = String::new();
        while let Some(c) = self.peek().filter(char::is_ascii_digit) {
            digits.push(c);
            self.at += 1;
        }
        digits.parse().ok()
    }

    fn set(&self, name: &str) -> Result<u32, String> {
        let known = self.compiler.sets.names.get(name).copied();
        known.ok_or_else(|| format!("no set is called @{name}; add it under [sets]"))
    }

    fn slot(&mut self, inside: &str) -> Result<Op, String> {
        let (name, kind) = match inside.split_once(':') {
            Some((name, kind)) => (name.trim(), kind.trim()),
            None => (inside.trim().trim_end_matches('+'), inside.trim()),
        };
        if name.is_empty() || !name.chars().all(|c| c.is_alphanumeric() || c == '_') {
            return Err(format!(
                "{{{inside}}} has no good name; write {{name:type}} with letters and _"
            ));
        }
        let slot = self.compiler.slot(name);
        if let Some(set) = kind.strip_prefix('@') {
            return Ok(Op::SetSlot {
                slot,
                set: self.set(set)?,
            });
        }
        if let Some(rest) = kind.strip_prefix("text") {
            return text_slot(slot, rest)
                .ok_or_else(|| format!("{{{inside}}}: write text, text..12 or text>"));
        }
        let list = kind.ends_with('+');
        let (kinds, lists) = (self.compiler.kinds, self.compiler.lists);
        let types = (kind.trim_end_matches('+').split_whitespace())
            .map(|one| Type::parse(one.trim_end_matches('+'), kinds, lists))
            .collect::<Result<Vec<_>, _>>()?;
        Ok(Op::Slot { slot, types, list })
    }
}

/// Zero to [`REPEATS`] times.
fn repeated(item: &Node) -> Node {
    (1..REPEATS).fold(Node::Opt(Box::new(item.clone())), |inner, _| {
        Node::Opt(Box::new(Node::Seq(vec![item.clone(), inner])))
    })
}

/// How many nodes a tree has.
fn size(node: &Node) -> usize {
    1 + match node {
        Node::Leaf(_) => 0,
        Node::Seq(items) | Node::Alt(items) => items.iter().map(size).sum(),
        Node::Opt(inner) => size(inner),
    }
}

fn text_slot(slot: u8, rest: &str) -> Option<Op> {
    let greedy = rest.ends_with('>');
    let rest = rest.trim_end_matches('>').trim();
    let max = match rest.strip_prefix("..") {
        Some(digits) => digits.parse().ok()?,
        None if rest.is_empty() => DEFAULT_TEXT,
        None => return None,
    };
    Some(Op::Text { slot, max, greedy })
}
