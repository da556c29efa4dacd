//! Results that are never errors.

/// The value of a result that is never an error. The error's own text is left out: those of all libraries would be kilobytes of wasm.
pub fn certain<T, E>(result: Result<T, E>, why: &'static str) -> T {
    match result {
        Ok(value) => value,
        Err(_) => panic!("{why}"),
    }
}
