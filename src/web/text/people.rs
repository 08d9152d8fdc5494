//! Words about lists of people: entry forms, lights, match lists, records of persons.

use super::{Lang, T};
use crate::actions::input::What;
use crate::actions::lists::take::Standing;
use crate::sheets::Refused;
use crate::store::lists::State;
use crate::store::match_lists::ListState;
use league::alike::Shared;
use league::eligibility::Verdict;
use league::standings::Wording;

texts! {
    team_list: "报名名单" | "Team list";
    team_lists: "报名名单" | "Team lists";
    no_lists: "本赛事还没有参赛队。" | "Nobody has entered this competition yet.";
    entry_rules: "报名设置" | "Entry settings";
    entry_rules_said: "报名窗口、每场人数、姓名公开方式、保存期限,以及用 TOML 写的参赛资格规则(见 docs/ENTRY.md);留空则只用基本要求。" | "Window, players a game, how names are shown, how long data is kept, and the eligibility rules as TOML (docs/ENTRY.md); left empty only the basic rules hold.";
    window_open: "报名中" | "open";
    window_closed: "报名未开放或已截止" | "closed";
    closes_at: "截止" | "Closes";
    light_head: "资格" | "Light";
    light_ok: "✓ 符合" | "✓ fine";
    light_warning: "▲ 待核" | "▲ look";
    light_error: "✕ 不符" | "✕ no";
    reasons: "原因" | "Reasons";
    bring: "请带" | "Bring";
    whole_list: "全队" | "The whole list";
    no_list_players: "名单还是空的。下载表格填写后上传,或逐个添加。" | "The list is empty. Fill in the form and send it, or add players one by one.";
    download_form: "下载报名表 .xlsx" | "Download the form .xlsx";
    upload_form: "上传报名表" | "Send the form";
    upload_form_said: "支持 .xlsx、.xls 和 .csv。先预览,确认前什么都不保存。" | ".xlsx, .xls and .csv are read. You see a preview first; nothing is saved before you agree.";
    look_at_form: "预览" | "Preview";
    add_player: "添加队员" | "Add a player";
    edit_player: "修改队员" | "Change a player";
    save_player: "保存队员" | "Save the player";
    remove_player: "移出名单" | "Take off the list";
    team_facts: "球队与职员" | "Team and staff";
    make_captain: "设为队长" | "Make captain";
    number_kept: "证件号已登记,留空即保持不变。" | "The number is on file; leave it empty to keep it.";
    preview_sheet: "报名表预览" | "Preview of the form";
    preview_sheet_said: "尚未保存。好的行可以先收下,有问题的格就地改正,或下载标出问题的同一张表。" | "Nothing is saved yet. Take the good rows, mend cells here, or download the same sheet with the faults marked.";
    take_rows: "收下好的行" | "Take the good rows";
    mend_cells: "就地改正" | "Mend here";
    mend_again: "再检查一次" | "Check again";
    download_marked: "下载标出问题的表" | "Download with faults marked";
    nothing_to_take: "没有可以收下的新内容。" | "There is nothing new to take.";
    sheet_row: "行" | "Row";
    verdict: "结论" | "Verdict";
    becomes: "将会" | "What happens";
    columns_read: "列的识别" | "How columns were read";
    header_read: "表头" | "Header";
    field_read: "读作" | "Read as";
    not_read: "未识别,不读取" | "not known, not read";
    guessed: "按部分名称猜测,请核对" | "guessed by part of its name; please look";
    tidied: "已整理" | "Tidied";
    steps: "流程" | "Steps";
    list_receipt: "回执" | "Receipt";
    objections_until: "异议期至" | "Objections until";
    submit_list: "提交名单" | "Submit the list";
    send_back: "退回修改" | "Send back";
    approve_list: "审核通过" | "Approve";
    post_list: "公示" | "Post publicly";
    lock_list: "锁定" | "Lock";
    remarks: "修改意见" | "Remarks";
    add_remark: "写一条意见" | "Write a remark";
    remark_said: "先写意见,再退回。" | "Write what should change, then send back.";
    remark_settled: "已处理" | "settled";
    objections: "异议" | "Objections";
    add_objection: "登记异议" | "Note an objection";
    answer_objection: "答复" | "Answer";
    overrides: "特批" | "Overrides";
    add_override: "特批参赛" | "Allow in spite of a rule";
    override_said: "必须写明理由与依据文件,一直可见。" | "Needs a reason and a document, and stays visible.";
    end_override: "撤销特批" | "End the override";
    overridden: "已特批" | "overridden";
    list_notes: "变更公告" | "Changes by protocol";
    protocol_said: "名单已锁定:只能按纪要变更,变更连同日期公开。" | "The list is locked: it changes by protocol only, and each change is public with its date.";
    leader_links: "领队链接" | "Leader's links";
    new_leader_link: "生成领队链接" | "Make a link for the leader";
    leader_link_said: "领队用手机打开即可填报,不需要账号。" | "The leader opens it on a phone and fills in the list; no account is needed.";
    leader_welcome: "这是贵队的报名链接,只能用于这一支队。" | "This link is for your team's list, and for nothing else.";
    leader_enter: "进入报名" | "Open the list";
    left_list: "已离队" | "Left";
    match_list: "本场名单" | "Match list";
    match_lists: "各场名单" | "Match lists";
    match_list_said: "勾选本场队员,选出队长;首发可选,选则恰为五人。" | "Tick who is named and choose the captain; starters may stay open, else exactly five.";
    named_for_game: "参赛" | "Named";
    begins: "首发" | "Starts";
    hand_in: "交名单" | "Hand in";
    verify_players: "验证" | "Check at the table";
    verify_said: "核对照片与证件后逐一勾选;全部勾选后才能锁定。" | "Tick each player once photo and document were looked at; the list can be locked when all are.";
    verify_save: "保存验证" | "Save the check";
    verify_lock: "锁定本场名单" | "Lock the match list";
    verified: "已验" | "checked";
    match_closes: "改动截止" | "Changes until";
    persons: "人员档案" | "Persons";
    persons_said: "一人一档,跨赛季跨球队。" | "One record for one person, across seasons and clubs.";
    no_persons: "还没有人员。" | "Nobody is on file yet.";
    duplicates: "可能是同一人" | "Perhaps the same person";
    duplicates_said: "请对照后决定:合并后可以无损拆分。" | "Compare, then decide; what is put together can be taken apart again without loss.";
    merge_records: "是同一人,合并" | "The same: put together";
    keep_apart: "不是同一人" | "Two people";
    merged_records: "合并记录" | "Records put together";
    take_apart: "拆分" | "Take apart";
    on_file: "档案" | "On file";
    reveal: "查看" | "Show";
    reveal_said: "查看一次记一次:谁、何时、看了什么。" | "Each look is recorded: who, when, what.";
    revealed: "刚才查看的内容(离开本页即隐藏)" | "What you asked to see (hidden when you leave)";
    kept_as_hash: "仅保存比对用的散列值,无法还原。" | "Only a hash for comparing is kept; it cannot be read back.";
    hand_out: "导出此人全部数据" | "Everything about this person";
    erase_person: "注销个人信息" | "Erase personal data";
    erase_said: "姓名、证件、电话、表格内容将永久删除;球衣号、场次与得分保留。" | "Name, documents, phones and what forms said go for good; shirts, games and points stay.";
    erase_confirm: "确认注销" | "Yes, erase";
    id_number: "证件号码" | "ID number";
    phone: "电话" | "Phone";
    birth: "出生日期" | "Birth date";
    on_lists: "所在名单" | "On lists";
    posted_lists: "名单公示" | "Posted lists";
    no_posted_lists: "目前没有公示的名单。" | "No list is posted at the moment.";
    posted_said: "对名单有异议,请在期限内向组委会书面提出。" | "Objections go to the committee, in writing and in time.";
    names_hidden: "姓名不公开" | "Names are not shown";
    head_to_head: "交手记录" | "Head to head";
    opponent: "对手" | "Opponent";
    male: "男" | "male";
    sex: "性别" | "Sex";
    id_document: "证件类型" | "Document";
    female: "女" | "female";
    person: "人员" | "Person";
    kept_since: "登记于" | "Kept since";
    erased: "已注销" | "erased";
    list_days: "至" | "until";
    handover: "与上届对照" | "Compare with last time";
    handover_said: "上传今年的人事名册(不保存),对照最近一届的名单。" | "Send this year's personnel file (it is not kept); it is compared with the newest earlier list.";
    handover_none: "没有更早的名单可以对照。" | "There is no earlier list to compare with.";
    stayers: "仍在职" | "Still there";
    leavers: "名册中没有" | "No longer in the file";
    newcomers: "名册中的新人" | "New in the file";
    take_over: "把仍在职的队员带入本届名单" | "Take those still there into this list";
}

impl T {
    /// Where a list stands.
    pub fn list_state(self, state: State) -> &'static str {
        let (zh, en) = match state {
            State::Draft => ("草稿", "draft"),
            State::Submitted => ("已提交", "submitted"),
            State::SentBack => ("退回修改", "sent back"),
            State::Approved => ("审核通过", "approved"),
            State::Posted => ("公示中", "posted"),
            State::Locked => ("已锁定", "locked"),
        };
        self.0.pick(zh, en)
    }

    /// Where a match list stands.
    pub fn match_list_state(self, state: ListState) -> &'static str {
        let (zh, en) = match state {
            ListState::Draft => ("未交", "not handed in"),
            ListState::HandedIn => ("已交", "handed in"),
            ListState::Checked => ("已验证", "checked"),
            ListState::Locked => ("已锁定", "locked"),
        };
        self.0.pick(zh, en)
    }

    /// The button that takes a list to a state.
    pub fn step_to(self, state: State) -> &'static str {
        match state {
            State::Draft | State::Submitted => self.submit_list(),
            State::SentBack => self.send_back(),
            State::Approved => self.approve_list(),
            State::Posted => self.post_list(),
            State::Locked => self.lock_list(),
        }
    }

    /// 是 and 否 of a form.
    pub fn yes_no_word(self, word: &str) -> &'static str {
        if word == "是" { self.yes() } else { self.no() }
    }

    /// A traffic light, told by word and shape as well as by colour.
    pub fn verdict_word(self, verdict: Verdict) -> &'static str {
        match verdict {
            Verdict::Ok => self.light_ok(),
            Verdict::Warning => self.light_warning(),
            Verdict::Error => self.light_error(),
        }
    }

    /// A regulation's words in one language.
    pub fn words_of(self, words: &Wording) -> &str {
        self.0.pick(&words.zh, &words.en)
    }

    /// What would become of a row of a form.
    pub fn standing(self, standing: &Standing) -> String {
        let (zh, en): (String, String) = match standing {
            Standing::New => ("新增".into(), "added".into()),
            Standing::Changed(fields) => {
                (format!("更新 {} 项", fields.len()), format!("{} fields changed", fields.len()))
            }
            Standing::Same => ("与已存一致".into(), "as it is kept".into()),
            Standing::Faulty => ("不收,请改正".into(), "not taken; please mend".into()),
            Standing::NoConsent => (
                "不收:未满18周岁,须先有监护人同意书".into(),
                "not taken: under 18, a guardian must consent first".into(),
            ),
            Standing::ShirtTaken => {
                ("不收:球衣号码重复或缺失".into(), "not taken: the shirt is missing or taken".into())
            }
            Standing::Left => ("不收:已按纪要离队".into(), "not taken: left by protocol".into()),
            Standing::OtherClub => {
                ("不收:这是另一家俱乐部的表".into(), "not taken: the form is another club's".into())
            }
        };
        match self.0 {
            Lang::Zh => zh,
            Lang::En => en,
        }
    }

    /// "12 of 15" lights in words.
    pub fn light_counts(self, [fine, look, no]: [usize; 3]) -> String {
        format!("✓ {fine} · ▲ {look} · ✕ {no}")
    }

    /// What was taken from a form.
    pub fn rows_to_take(self, rows: usize) -> String {
        match self.0 {
            Lang::Zh => format!("可收下 {rows} 行"),
            Lang::En if rows == 1 => "1 row can be taken".into(),
            Lang::En => format!("{rows} rows can be taken"),
        }
    }

    /// What two records share.
    pub fn shared(self, shared: Shared) -> &'static str {
        let (zh, en) = match shared {
            Shared::Number => ("证件号码相同", "the same ID number"),
            Shared::NameAndBirth => ("姓名与出生日期相同", "the same name and birth date"),
            Shared::SoundAndBirth => ("读音与出生日期相同", "the same sound and birth date"),
        };
        self.0.pick(zh, en)
    }

    /// Why a file was not read.
    pub fn sheet_refused(self, refused: &Refused) -> String {
        let (zh, en): (String, String) = match refused {
            Refused::TooLarge => ("文件超过10 MB。".into(), "The file is larger than 10 MB.".into()),
            Refused::Bomb => (
                "压缩内容异常庞大,未打开。".into(),
                "It would unpack to far more than a form holds and was not opened.".into(),
            ),
            Refused::TooManyCells => {
                ("行、列、工作表或单元格过多。".into(), "Too many rows, columns, sheets or cells.".into())
            }
            Refused::Macros => (
                "文件含宏,请另存为不带宏的 .xlsx。".into(),
                "The file has macros; save it as .xlsx without them.".into(),
            ),
            Refused::Formula(cell) => (
                format!("单元格 {cell} 的公式会调用外部程序,未读取。"),
                format!(
                    "Cell {cell} holds a formula that calls something outside of the sheet; the file was not read."
                ),
            ),
            Refused::Locked => {
                ("文件有密码,请去掉后再交。".into(), "The file is protected by a password.".into())
            }
            Refused::Markup => (
                "文件其实是网页或图形,请另存为 .xlsx。".into(),
                "The file is a web page or a drawing; save it as .xlsx.".into(),
            ),
            Refused::Ending { ending, holds } => (
                format!("扩展名是 .{ending},内容却是 {holds}。"),
                format!("The name ends in .{ending} but the file is {holds}."),
            ),
            Refused::Kind => {
                ("只读取 .xlsx、.xls 和 .csv。".into(), "Only .xlsx, .xls and .csv are read.".into())
            }
            Refused::Encoding => {
                ("文字编码既不是 UTF-8 也不是 GBK。".into(), "The text is neither UTF-8 nor GB18030.".into())
            }
            Refused::Damaged => ("文件已损坏。".into(), "The file is damaged and cannot be read.".into()),
            Refused::Empty => ("文件是空的。".into(), "The file is empty.".into()),
        };
        match self.0 {
            Lang::Zh => zh,
            Lang::En => en,
        }
    }

    /// A file that is no entry form.
    pub fn no_form_header(self) -> &'static str {
        self.0.pick(
            "找不到表头:至少要有“姓名”和另一列。",
            "No header was found: a row must name the player's name and one more column.",
        )
    }

    /// A fault of a list in words.
    pub(super) fn people_fault(self, what: &What) -> String {
        let (zh, en): (String, String) = match what {
            What::Cell { code, expected } => {
                let words = code.words();
                let expected = if expected.is_empty() { String::new() } else { format!(" → {expected}") };
                (format!("{}{expected}", words.zh), format!("{}{expected}", words.en))
            }
            What::EntryRules { said } => {
                (format!("规则无法读取:{said}"), format!("The rules cannot be read: {said}"))
            }
            What::NoConsent => (
                "未满18周岁,须先有监护人同意书,否则不能保存".into(),
                "Under 18: a guardian must consent before anything is kept".into(),
            ),
            What::MatchListSize { least, most, found } => (
                format!("应为 {least} 至 {most} 人,现为 {found} 人"),
                format!("{least} to {most} players, not {found}"),
            ),
            What::MayNotPlay { shirts } => {
                (format!("以下号码不能参赛:{shirts}"), format!("These shirts may not play: {shirts}"))
            }
            What::MatchRule { zh, en } => (zh.clone(), en.clone()),
            _ => return String::new(),
        };
        match self.0 {
            Lang::Zh => zh,
            Lang::En => en,
        }
    }

    /// Why a list cannot be changed now.
    pub(super) fn list_not_now(self, code: &str) -> Option<&'static str> {
        let (zh, en) = match code {
            "entry_closed" => {
                ("报名未开放或已截止,请联系组委会。", "Entries are not open now; ask the committee.")
            }
            "list_closed" => ("名单目前不能这样修改。", "The list cannot be changed so where it stands."),
            "list_step" => ("名单目前不能走这一步。", "The list cannot take this step from where it stands."),
            "list_empty" => ("名单上还没有队员。", "There is nobody on the list yet."),
            "list_red" => (
                "还有队员资格不符:请改正或特批。",
                "A player's light is red: mend it, or override it with a document.",
            ),
            "list_no_remark" => ("请先写明要修改什么。", "Say first what should change."),
            "list_objections" => {
                ("异议期未满,或有异议尚未答复。", "Objections may still come in, or one has no answer yet.")
            }
            "list_not_approved" => ("球队名单尚未审核通过。", "The team's list is not approved yet."),
            "handover_nothing" => ("没有可以带入的队员。", "There is nobody to take over."),
            "match_list_closed" => ("本场名单已不能修改。", "The match list can no longer be changed."),
            "person_merge" => ("这两份档案不能合并。", "These two records cannot be put together."),
            "person_twice" => (
                "两人在同一支队的名单上,请先移出一人。",
                "Both stand on one team's list; take one off first.",
            ),
            _ => return None,
        };
        Some(self.0.pick(zh, en))
    }

    /// The name of a field of these forms.
    pub(super) fn people_field(self, form: &str, name: &str) -> Option<&'static str> {
        let (zh, en) = match (form, name) {
            ("entry_rules", "opens_at") => ("报名开始", "Opens"),
            ("entry_rules", "closes_at") => ("报名截止", "Closes"),
            ("entry_rules", "match_size") => ("每场最多人数", "Players a game, at most"),
            ("entry_rules", "match_closes_min") => {
                ("开赛前几分钟截止改动", "Minutes before tip-off when it closes")
            }
            ("entry_rules", "objection_days") => ("公示异议期(天)", "Days for objections"),
            ("entry_rules", "names") => ("公开姓名", "Names for the public"),
            ("entry_rules", "minors") => ("公开未成年人姓名", "Names of minors for the public"),
            ("entry_rules", "keeps_number") => ("加密保存证件号码", "Keep ID numbers, sealed"),
            ("entry_rules", "keeps_number_reason") => ("保存的理由", "Why they are kept"),
            ("entry_rules", "keep_until") => ("个人信息保存至", "Personal data is kept until"),
            ("entry_rules", "rules") => ("参赛资格规则(TOML)", "Eligibility rules (TOML)"),
            ("remark", "player") => ("队员", "Player"),
            ("remark", "about") => ("哪一项", "Which field"),
            ("remark", "body") => ("请改什么", "What should change"),
            ("objection", "from_name") => ("提出人", "From"),
            ("objection", "body") => ("内容", "What they say"),
            ("answer", "upheld") => ("结论", "Decision"),
            ("answer", "answer") => ("答复", "Answer"),
            ("leader", "holder") => ("领队姓名", "Leader"),
            ("leader", "days") => ("有效天数", "Days it works"),
            ("override", "rule") => ("哪一条规则", "Rule"),
            ("override", "document") | ("protocol", "paper") => ("依据文件", "Document"),
            ("override", "reason") => ("理由", "Reason"),
            ("protocol", "body_zh") => ("公开说明", "Public note"),
            ("protocol", "body_en") => ("英文说明", "Public note in English"),
            ("sheet", "file") => ("报名表文件", "File of the form"),
            ("match_list", "players") => ("队员", "Players"),
            ("match_list", "starters") => ("首发", "Starters"),
            ("match_list", "captain") => ("队长", "Captain"),
            ("match_list", "coach") => ("教练", "Coach"),
            ("match_list", "assistant_coach") => ("助理教练", "Assistant coach"),
            _ => return self.papers_field(form, name),
        };
        Some(self.0.pick(zh, en))
    }

    /// A word of these forms.
    pub(super) fn people_choice(self, form: &str, name: &str, word: &str) -> Option<&'static str> {
        let (zh, en) = match (form, name, word) {
            ("entry_rules", "names" | "minors", "full") => ("全名", "full names"),
            ("entry_rules", "names" | "minors", "initials") => ("姓加星号", "beginnings only"),
            ("entry_rules", "names" | "minors", _) => ("不公开", "not shown"),
            ("answer", "upheld", "true") => ("异议成立", "upheld"),
            ("answer", "upheld", _) => ("异议不成立", "not upheld"),
            _ => return self.papers_choice(form, name, word),
        };
        Some(self.0.pick(zh, en))
    }
}
