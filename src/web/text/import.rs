//! Words of the import of platforms' exports.

use super::{Lang, T};
use crate::sheets::Unread;
use league::audience::import::ImportError;

texts! {
    import_export: "导入平台数据" | "Import an export";
    import_said: "抖音、视频号、快手、B站、小红书、微博、YouTube、Twitch 等后台导出的 XLSX、XLS、CSV 或 JSON。先解释每一列,确认后才入账。" | "XLSX, XLS, CSV or JSON as exported by a platform. Each column is explained first; nothing is taken before you agree.";
    import_look: "查看" | "Look at it";
    import_take: "入账" | "Take into the ledger";
    import_take_said: "每个数字保留文件、行号与哈希;同一文件再导入不会重复。" | "Each number keeps its file, row and hash; the same file again changes nothing.";
    import_platform: "识别为" | "Looks like";
    import_rows: "数据行" | "Rows";
    import_totals: "略过的合计行" | "Rows of totals, left out";
    import_figures: "可入账的数字" | "Figures to take";
    import_columns: "各列" | "Columns";
    import_columns_said: "不认识的列留在文件里,不会丢。" | "A column nobody knows stays in the file and is not lost.";
    column: "列" | "Column";
    import_becomes: "作为" | "Becomes";
    import_how: "口径" | "How counted";
    import_example: "例" | "Example";
    import_rounded: "已取整" | "rounded";
    import_missing: "缺" | "missing";
    import_unreadable: "读不出" | "not read";
    import_nothing: "没有可入账的数字。" | "There is no figure to take.";
    report: "报表(固定于此刻)" | "Report of this moment,";
}

impl T {
    /// What becomes of a column that is no figure.
    pub fn import_status(self, status: &str) -> &'static str {
        let (zh, en) = match status {
            "unclear" => ("含义不明,不入账", "unclear, not taken"),
            "kept" => ("说明,不是观众数字", "understood, no figure"),
            _ => ("未知,留在文件里", "unknown, kept in the file"),
        };
        self.0.pick(zh, en)
    }

    /// From which second on a platform counts.
    pub fn import_threshold(self, seconds: i64) -> String {
        match self.0 {
            Lang::Zh => format!("满 {seconds} 秒起算"),
            Lang::En => format!("from {seconds} s on"),
        }
    }

    /// Whether replays are in it.
    pub fn import_replay(self, replay: bool) -> &'static str {
        match replay {
            true => self.0.pick("含回放", "with replay"),
            false => self.0.pick("不含回放", "live only"),
        }
    }

    /// What an import did.
    pub fn import_done(self, added: usize, known: usize) -> String {
        match self.0 {
            Lang::Zh => format!("新入账 {added} 个数字;{known} 个早已在账上。"),
            Lang::En => format!("{added} figures taken; {known} were there already."),
        }
    }

    /// Why an export is not read.
    pub fn import_unread(self, why: &Unread) -> String {
        let (zh, en) = match why {
            Unread::Workbook(refused) => return refused.to_string(),
            Unread::Text(ImportError::Empty) => ("文件里没有表头和数据", "There is no head and no row in it"),
            Unread::Text(ImportError::TooLarge) => ("文件超过 10 MB", "It is larger than 10 MB"),
            Unread::Text(ImportError::Encoding) => {
                ("编码不是 UTF-8、UTF-16 或 GB18030", "It is neither UTF-8, UTF-16 nor GB 18030")
            }
            Unread::Text(ImportError::Workbook) => ("工作簿已损坏", "The workbook is damaged"),
            Unread::Text(ImportError::Json(_)) => ("JSON 读不出", "The JSON cannot be read"),
            Unread::Text(ImportError::Csv(_)) => ("CSV 读不出", "The CSV cannot be read"),
            Unread::Text(ImportError::TooManyRows) => ("超过 10 万行", "More than 100,000 rows"),
        };
        self.0.pick(zh, en).to_owned()
    }
}
