//! What may be wrong with a cell, in words.

use crate::eligibility::Verdict;
use crate::standings::Wording;
use serde::Serialize;

/// What is wrong with a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CellCode {
    Missing,
    ColumnMissing,
    IdNumberStoredAsNumber,
    IdNumberShape,
    IdNumberOld,
    IdNumberRegion,
    IdNumberBirth,
    IdNumberCheckDigit,
    IdNumberEnds000,
    BirthMismatch,
    SexMismatch,
    DocumentUnknown,
    DateUnclear,
    DateIncomplete,
    DateImplausible,
    SexUnclear,
    ShirtUnclear,
    ShirtLeadingZero,
    NumberUnclear,
    HeightImplausible,
    YesNoUnclear,
    RegistrationUnclear,
    PhoneUnclear,
    NameUnclear,
    TextTooLong,
    SpreadsheetFault,
    Formula,
    DuplicatePerson,
    /// The name of the form's team is another club's.
    ClubOther,
    /// No club has the name of the form's team.
    ClubUnknown,
}

impl CellCode {
    /// How heavy it weighs.
    pub fn verdict(self) -> Verdict {
        match self {
            Self::IdNumberEnds000
            | Self::DateIncomplete
            | Self::ShirtLeadingZero
            | Self::HeightImplausible
            | Self::PhoneUnclear
            | Self::NameUnclear
            | Self::Formula
            | Self::ClubUnknown => Verdict::Warning,
            _ => Verdict::Error,
        }
    }

    /// One sentence in each language, with the remedy.
    pub fn words(self) -> Wording {
        let (zh, en) = match self {
            Self::Missing => ("必填项为空。", "This must be filled in."),
            Self::ColumnMissing => ("表中没有这一列。", "The sheet has no such column."),
            Self::IdNumberStoredAsNumber => (
                "单元格是数字格式，Excel只保留15位，末几位已被改写为0。请把该列设为“文本”后按证件重填。",
                "The cell is stored as a number: a spreadsheet keeps 15 digits and has rewritten the last ones. Make the column text and type the number again from the card.",
            ),
            Self::IdNumberShape => (
                "不是证件号码的样子，请按证件原样填写。",
                "This does not look like the number of that document.",
            ),
            Self::IdNumberOld => (
                "15位旧号码自2013年起失效，请填18位号码。",
                "Numbers of 15 digits have been invalid since 2013; give the 18 characters.",
            ),
            Self::IdNumberRegion => (
                "开头的地区代码不存在，请对照证件。",
                "No region has these first digits; compare with the card.",
            ),
            Self::IdNumberBirth => (
                "号码中的出生日期不存在，请对照证件。",
                "The birth date inside the number is no day; compare with the card.",
            ),
            Self::IdNumberCheckDigit => (
                "校验码不符，有一位写错了，请对照证件。",
                "The check digit does not fit: a character is wrong; compare with the card.",
            ),
            Self::IdNumberEnds000 => (
                "末三位为000，可能曾被Excel改写，请对照证件确认。",
                "The number ends in 000, as a spreadsheet may leave it; confirm it from the card.",
            ),
            Self::BirthMismatch => {
                ("出生日期与身份证号码不一致。", "The birth date and the identity number disagree.")
            }
            Self::SexMismatch => ("性别与身份证号码不一致。", "The sex and the identity number disagree."),
            Self::DocumentUnknown => ("不认识这种证件。", "This kind of document is not known."),
            Self::DateUnclear => {
                ("看不出是哪一天，请写成2001-03-04。", "Which day is meant is not clear; write 2001-03-04.")
            }
            Self::DateIncomplete => (
                "只有年月，日期取自证件号码。",
                "Year and month only; the day is taken from the identity number.",
            ),
            Self::DateImplausible => ("这个日期不可能。", "This date cannot be."),
            Self::SexUnclear => ("请填“男”或“女”。", "Fill in 男 (male) or 女 (female)."),
            Self::ShirtUnclear => ("球衣号码应为0至99或00。", "A shirt is numbered 0 to 99, or 00."),
            Self::ShirtLeadingZero => (
                "前面的0已去掉；只有00与0是不同的号码。",
                "The leading zero was dropped; only 00 differs from 0.",
            ),
            Self::NumberUnclear => ("应为整数。", "This should be a whole number."),
            Self::HeightImplausible => {
                ("身高不像真的，请核对（厘米）。", "The height looks wrong; check it, in centimetres.")
            }
            Self::YesNoUnclear => ("请填“是”或“否”。", "Fill in 是 (yes) or 否 (no)."),
            Self::RegistrationUnclear => {
                ("请写明联赛和年份，或填“无”。", "Name the league and the years, or fill in 无 (none).")
            }
            Self::PhoneUnclear => ("不像电话号码，请核对。", "This does not look like a phone number."),
            Self::NameUnclear => {
                ("姓名中有不常见的字符，请核对。", "The name has unusual characters; check it.")
            }
            Self::TextTooLong => ("文字过长。", "The text is too long."),
            Self::SpreadsheetFault => ("单元格是电子表格的错误值。", "The cell holds a spreadsheet's error."),
            Self::Formula => (
                "单元格是公式，已取其显示的值，请粘贴为数值。",
                "The cell is a formula; its shown value was taken. Paste it as a value.",
            ),
            Self::DuplicatePerson => {
                ("同一人在表中出现不止一次。", "The same person stands in the list more than once.")
            }
            Self::ClubOther => (
                "这是另一家俱乐部的名称，整张表不收：请核对是否传错了表。",
                "This is the name of another club, so nothing of the form is taken: is it the right file?",
            ),
            Self::ClubUnknown => (
                "没有哪家俱乐部叫这个名称，请核对；曾用名只在当年有效。",
                "No club has this name; compare. A former name holds for its own season only.",
            ),
        };
        Wording { zh: zh.into(), en: en.into() }
    }
}
