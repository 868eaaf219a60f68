//! Small words.
