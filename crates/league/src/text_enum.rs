//! Words stored in the database and sent in the API, one list for both directions.

/// Gives an enum its stored words: `as_str`, `ALL`, `TryFrom<String>` and `FromStr`.
#[macro_export]
macro_rules! text_enum {
    ($name:ident { $($variant:ident => $word:literal),* $(,)? }) => {
        impl $name {
            /// Every value, in the order of the rule book.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The word in the database and the API.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $word),*
                }
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::UnknownWord;

            fn from_str(word: &str) -> ::std::result::Result<Self, Self::Err> {
                match word {
                    $($word => Ok(Self::$variant),)*
                    other => Err($crate::UnknownWord(other.to_owned())),
                }
            }
        }

        impl TryFrom<String> for $name {
            type Error = $crate::UnknownWord;

            fn try_from(word: String) -> ::std::result::Result<Self, Self::Error> {
                word.parse()
            }
        }
    };
}
