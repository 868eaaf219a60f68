//! The standard output: ends quietly when its reader goes away (`whitestone show KGZ | head`).

use std::fmt;
use std::io::{ErrorKind, Write as _};

/// Prints; where the output cannot be written any more, nothing that follows matters to anybody.
pub fn tell(text: fmt::Arguments<'_>) {
    if let Err(error) = std::io::stdout().write_fmt(text) {
        let gone = error.kind() == ErrorKind::BrokenPipe;
        if !gone {
            eprintln!("whitestone: standard output: {error}");
        }
        std::process::exit(if gone { 0 } else { 3 });
    }
}

/// As `print!`, ending quietly on a closed pipe.
macro_rules! tell {
    ($($text:tt)*) => { $crate::out::tell(format_args!($($text)*)) };
}

/// As `println!`, ending quietly on a closed pipe.
macro_rules! say {
    () => { $crate::out::tell(format_args!("\n")) };
    ($($text:tt)+) => {{
        $crate::out::tell(format_args!($($text)+));
        $crate::out::tell(format_args!("\n"));
    }};
}
