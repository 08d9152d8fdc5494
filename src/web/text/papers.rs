//! Words about files of people and teams: photos, stamped papers, receipts.

use super::{Lang, T};
use crate::uploads::Refusal;

texts! {
    photo: "照片" | "Photo";
    photo_said: "供记录台核对身份;不公开,重新编码并去掉位置信息,加密保存。jpg、png 或 webp。" | "For the table to compare; never public, drawn anew without its place, kept sealed. jpg, png or webp.";
    save_photo: "上传照片" | "Send the photo";
    remove_photo: "删除照片" | "Delete the photo";
    papers: "盖章材料" | "Stamped papers";
    papers_said: "盖章报名表、公章、承诺书等的扫描件:PDF 或图片(jpg、png、webp)。加密保存,只有本队和组委会能打开,打开会记录。" | "Scans of the stamped form, the unit's stamp, pledges: PDF or a picture (jpg, png, webp). Kept sealed; only the team and the organiser open them, and each opening is recorded.";
    add_paper: "上传材料" | "Send a paper";
    no_papers: "还没有上传材料。先下载并打印报名表,盖章签字后扫描上传。" | "Nothing was sent yet. Print the form, have it stamped and signed, scan it and send it here.";
    paper_kind: "材料" | "Paper";
    paper_file: "文件" | "File";
    paper_received: "收到时间" | "Received";
    paper_in_time: "截止前" | "in time";
    paper_late: "截止后" | "late";
    paper_by: "提交人" | "Sent by";
    fingerprint: "指纹" | "Fingerprint";
    open_paper: "打开" | "Open";
    receipt_said: "回执:文件指纹(SHA-256 前16位)与收到时间。双方可据此核对是否同一文件。" | "Receipt: fingerprint (first 16 digits of SHA-256) and time. With it both sides can tell that it is the same file.";
}

impl T {
    /// Why a file was not taken.
    pub fn upload_refused(self, refusal: Refusal) -> &'static str {
        match refusal {
            Refusal::Missing => self.upload_missing(),
            Refusal::Svg => self.upload_svg(),
            Refusal::Unknown => self.upload_unknown(),
            Refusal::TooLarge => self.upload_too_large(),
            Refusal::TooManyPixels => self.upload_too_many_pixels(),
            Refusal::Damaged => self.upload_damaged(),
            Refusal::NotPicture => self.0.pick(
                "照片只接受 jpg、png、webp,且内容须与扩展名一致。",
                "A photo is jpg, png or webp, with content that fits the name.",
            ),
            Refusal::NotPaper => self.0.pick(
                "材料只接受 PDF、jpg、png、webp,且内容须与扩展名一致。",
                "A paper is PDF, jpg, png or webp, with content that fits the name.",
            ),
        }
    }

    /// The name of a field of these forms.
    pub(super) fn papers_field(self, form: &str, name: &str) -> Option<&'static str> {
        let (zh, en) = match (form, name) {
            ("photo", "file") => ("照片文件", "File of the photo"),
            (_, "photo_consent") => {
                ("本人(未成年人由监护人)同意保存照片", "The player, or the guardian of a minor, agrees")
            }
            ("paper", "file") => ("扫描件", "Scan"),
            ("paper", "kind") => ("是什么材料", "What it is"),
            _ => return None,
        };
        Some(self.0.pick(zh, en))
    }

    /// What a paper is.
    pub(super) fn papers_choice(self, form: &str, name: &str, word: &str) -> Option<&'static str> {
        let (zh, en) = match (form, name, word) {
            ("paper", "kind", "form") => ("盖章报名表", "stamped entry form"),
            ("paper", "kind", "stamp") => ("单位公章", "the unit's stamp"),
            ("paper", "kind", "pledge") => ("承诺书", "pledge"),
            ("paper", "kind", "insurance") => ("保险名单或保单", "list of the insured or policy"),
            ("paper", "kind", _) => ("其他", "other"),
            _ => return None,
        };
        Some(self.0.pick(zh, en))
    }
}
