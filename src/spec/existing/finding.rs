//! What keeps a pasted text from being read.

use crate::problem::{Code, Field, Problem};

/// The first thing that is wrong in a text, and on which of its lines.
#[derive(Debug)]
pub struct Finding {
    pub code: Code,
    pub line: usize,
    pub value: String,
    pub hint: Option<String>,
}

impl Finding {
    /// A finding; blanks around the text are left out.
    pub fn new(code: Code, line: usize, value: &str) -> Self {
        Self { code, line, value: value.trim().to_owned(), hint: None }
    }

    /// The problem of the field that the text is of.
    pub fn told(self, field: Field) -> Problem {
        Problem { hint: self.hint, ..Problem::new(field, self.code).at_line(self.line).with_value(&self.value) }
    }
}
