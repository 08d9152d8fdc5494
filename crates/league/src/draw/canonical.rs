//! One text for one file, whoever writes it: members by name, no white space, everything beyond ASCII as it is.
//!
//! It is what Python prints with `json.dumps(file, ensure_ascii=False, sort_keys=True, separators=(",", ":"))`.

use super::DrawFile;
use super::numbers::sha256;
use serde_json::Value;

/// The hash that is published with the commitment, so that nobody changes the file once the secret is known.
pub fn file_hash(file: &DrawFile) -> String {
    let value = serde_json::to_value(file).expect("a draw has text keys and whole numbers only");
    let mut text = String::new();
    write(&value, &mut text);
    sha256(&text)
}

fn write(value: &Value, out: &mut String) {
    match value {
        Value::Array(items) => {
            out.push('[');
            for (at, item) in items.iter().enumerate() {
                separate(at, out);
                write(item, out);
            }
            out.push(']');
        }
        Value::Object(members) => {
            // The order of serde_json's map depends on a feature that any other crate may switch on.
            let mut names: Vec<&String> = members.keys().collect();
            names.sort();
            out.push('{');
            for (at, name) in names.into_iter().enumerate() {
                separate(at, out);
                out.push_str(&Value::String(name.clone()).to_string());
                out.push(':');
                write(&members[name], out);
            }
            out.push('}');
        }
        other => out.push_str(&other.to_string()),
    }
}

fn separate(at: usize, out: &mut String) {
    if at > 0 {
        out.push(',');
    }
}
