//! Why a file is not read.

use std::fmt;

/// Why a file is not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refused {
    TooLarge,
    /// It would unpack to far more than its size.
    Bomb,
    TooManyCells,
    Macros,
    /// A cell that would run something when a spreadsheet opens it.
    Formula(String),
    Locked,
    Markup,
    /// The name says one thing, the content another.
    Ending {
        ending: String,
        holds: &'static str,
    },
    Kind,
    Encoding,
    Damaged,
    Empty,
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLarge => f.write_str("the file is larger than 10 MB; 文件超过10 MB"),
            Self::Bomb => f.write_str(
                "the file would unpack to far more than a form holds and was not opened; 压缩内容异常庞大，未打开",
            ),
            Self::TooManyCells => f.write_str(
                "more than 20000 rows, 200 columns, 20 sheets or 500000 cells; 超过20000行、200列、20个工作表或50万个单元格",
            ),
            Self::Macros => {
                f.write_str("the file has macros; save it as .xlsx without them; 文件含宏，请另存为不带宏的 .xlsx")
            }
            Self::Formula(cell) => write!(
                f,
                "cell {cell} holds a formula that calls something outside of the sheet; the file was not read; \
                 单元格 {cell} 的公式会调用外部程序，未读取"
            ),
            Self::Locked => f.write_str("the file is protected by a password; 文件有密码，请去掉后再交"),
            Self::Markup => f.write_str(
                "the file is a web page or a picture in text (HTML, SVG, XML), no spreadsheet; save it as .xlsx; \
                 文件其实是网页或图形，请另存为 .xlsx",
            ),
            Self::Ending { ending, holds } => {
                write!(f, "the name ends in .{ending} but the file is {holds}; 文件扩展名是 .{ending}，内容却是 {holds}")
            }
            Self::Kind => f.write_str("only .xlsx, .xls and .csv are read; 只读取 .xlsx、.xls 和 .csv"),
            Self::Encoding => {
                f.write_str("the text is neither UTF-8 nor GB18030; save it as .xlsx; 文字编码既不是UTF-8也不是GBK")
            }
            Self::Damaged => f.write_str("the file is damaged and cannot be read; 文件已损坏"),
            Self::Empty => f.write_str("the file is empty; 文件是空的"),
        }
    }
}

impl std::error::Error for Refused {}
