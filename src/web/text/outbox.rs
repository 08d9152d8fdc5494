//! What the outbox says, in words.

use super::{Lang, T};
use crate::actions::outbox::said::{Game, Said};

texts! {
    outbox: "通知发送" | "Notices sent";
    outbox_said: "改期、取消、官方赛果及其更正、委派、赛前提醒都会在这里生成一条通知:可复制到微信群,也会按收件人的渠道自动发送。同一件事只发一次。" | "Games moved, cancelled or reminded of, official and corrected results and appointments each become one notice here: to copy into a WeChat group, and sent by each recipient's channel. Nothing is sent twice.";
    outbox_empty: "还没有发过通知。" | "Nothing has been sent yet.";
    outbox_write: "写一条通知" | "Write a notice";
    outbox_write_button: "发送" | "Send";
    outbox_copy: "复制到微信群" | "To copy into a WeChat group";
    outbox_copy_said: "长按或全选后复制。" | "Select all, then copy.";
    outbox_text_zh: "中文" | "In Chinese";
    outbox_text_en: "英文" | "In English";
    outbox_deliveries: "发送情况" | "Deliveries";
    outbox_nobody: "没有收件人订阅这类通知,只能复制。" | "No recipient asked for this kind: it can only be copied.";
    outbox_again: "再发一次" | "Send again";
    outbox_pasted: "已贴出" | "I pasted it";
    outbox_sent_at: "发出" | "Sent";
    outbox_read_at: "已阅" | "Read";
    outbox_attempts: "次数" | "Attempts";
    outbox_link: "已阅链接" | "Receipt link";
    outbox_game: "比赛" | "Game";
    recipients: "收件人" | "Recipients";
    recipient: "收件人" | "Recipient";
    new_recipient: "新增收件人" | "New recipient";
    no_recipients: "还没有收件人。" | "No recipients yet.";
    recipients_said: "一个人或一个群,各用一种渠道。地址只用于发送,不公开、不导出。" | "A person or a group, each with one channel. Addresses are used for sending only: never shown to others, never exported.";
    recipient_test: "发一条测试" | "Send a test";
    recipient_test_said: "立即发送,结果显示在这里。" | "Sent at once; the outcome is shown here.";
    recipient_archive: "删除收件人及其地址" | "Remove, with the address";
    receipt: "通知" | "Notice";
    receipt_read: "我已阅" | "I have read it";
    receipt_accept: "接受委派" | "I accept";
    receipt_decline: "无法到场" | "I cannot come";
    receipt_thanks: "已记录,谢谢。" | "Noted, thank you.";
    receipt_open: "打开比赛页面" | "Open the game";
}

/// A notice in one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    pub title: String,
    pub body: String,
}

impl T {
    /// What is told, in words.
    pub fn told(self, said: &Said) -> Words {
        let zh = self.0 == Lang::Zh;
        let pair = |game: &Game| format!("{} v {}", self.side_name(&game.a), self.side_name(&game.b));
        let title = |zh_title: &str, en_title: &str, rest: &str| {
            if zh { format!("{zh_title}:{rest}") } else { format!("{en_title}: {rest}") }
        };
        let line = |zh_word: &str, en_word: &str, rest: &str| {
            if zh { format!("{zh_word}:{rest}") } else { format!("{en_word}: {rest}") }
        };
        let because = |reason: &str| {
            if reason.is_empty() { Vec::new() } else { vec![line("原因", "Reason", reason)] }
        };
        let (title, lines) = match said {
            Said::Moved { game, was } => (
                title("改期通知", "Game moved", &pair(game)),
                vec![
                    self.competition_of(game),
                    line("原定", "Was", &self.slot_of(was)),
                    line("改为", "Now", &self.slot_of(game)),
                ],
            ),
            Said::Postponed { game, reason } => (
                title("比赛延期", "Game postponed", &pair(game)),
                [vec![self.competition_of(game), line("原定", "Was", &self.slot_of(game))], because(reason)]
                    .concat(),
            ),
            Said::Cancelled { game, reason } => (
                title("比赛取消", "Game cancelled", &pair(game)),
                [vec![self.competition_of(game), line("原定", "Was", &self.slot_of(game))], because(reason)]
                    .concat(),
            ),
            Said::Official { game, score, periods, outcome, outcome_side } => {
                let points = |[a, b]: &[i64; 2]| format!("{a}:{b}");
                let total = score.as_ref().map(points);
                let parts: Vec<String> = periods.iter().map(points).collect();
                let parts = if parts.is_empty() { String::new() } else { format!(" ({})", parts.join(" ")) };
                let whose = match outcome_side.as_str() {
                    "a" => self.side_name(&game.a),
                    "b" => self.side_name(&game.b),
                    _ => String::new(),
                };
                let how = if outcome == "played" || outcome.is_empty() {
                    String::new()
                } else {
                    format!("{} {whose}", self.outcome_word(outcome)).trim_end().to_owned()
                };
                (
                    title("官方赛果", "Official result", &pair(game)),
                    vec![
                        self.competition_of(game),
                        total.map(|total| format!("{total}{parts}")).unwrap_or_default(),
                        how,
                    ],
                )
            }
            Said::Corrected { game, was, now, reason } => {
                let score =
                    |score: &Option<[i64; 2]>| score.map_or_else(|| "–".into(), |[a, b]| format!("{a}:{b}"));
                let changed = format!("{} → {}", score(was), score(now));
                (
                    title("赛果更正", "Result corrected", &pair(game)),
                    [vec![self.competition_of(game), changed], because(reason)].concat(),
                )
            }
            Said::Reminder { game } => (
                title("明日比赛", "Tomorrow", &pair(game)),
                vec![self.competition_of(game), self.slot_of(game)],
            ),
            Said::SentBack { team, competition_zh, competition_en, remarks } => (
                title("报名退回修改", "Entry sent back", team),
                vec![self.0.pick(competition_zh, competition_en).to_owned(), remarks.clone()],
            ),
            Said::Sanction { team, subject, sanction, amount, reason, lifted } => (
                if *lifted {
                    title("处罚撤销", "Sanction lifted", team)
                } else {
                    title("处罚决定", "Sanction", team)
                },
                vec![
                    format!("{subject} · {}", self.sanction_words(sanction, *amount)),
                    line("理由", "Reason", reason),
                ],
            ),
            Said::Appointment { game, official, job, .. } => (
                title("裁判委派", "Appointment", &pair(game)),
                vec![
                    format!("{official} · {}", self.official_job(job)),
                    self.competition_of(game),
                    self.slot_of(game),
                    if zh { "请打开链接确认。".into() } else { "Please confirm by the link.".into() },
                ],
            ),
            Said::Released { game, official, job } => (
                title("委派取消", "Appointment withdrawn", &pair(game)),
                vec![format!("{official} · {}", self.official_job(job)), self.slot_of(game)],
            ),
            Said::Plain { title_zh, title_en, body_zh, body_en, .. } => {
                (self.0.pick(title_zh, title_en).to_owned(), vec![self.0.pick(body_zh, body_en).to_owned()])
            }
            Said::Test { league } => (
                title("测试", "Test", league),
                vec![if zh { "这是一条测试通知。".into() } else { "This is a test.".into() }],
            ),
        };
        Words {
            title,
            body: lines.into_iter().filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n"),
        }
    }

    fn side_name(self, name: &str) -> String {
        self.source_words(name)
    }

    fn competition_of(self, game: &Game) -> String {
        self.0.pick(&game.competition_zh, &game.competition_en).to_owned()
    }

    /// When and where, in one line.
    pub fn slot_of(self, game: &Game) -> String {
        let day = game.day.map_or_else(|| self.date_unknown().to_owned(), |day| self.day(day));
        let time = game.tip_off.map(|at| at.format("%H:%M").to_string());
        let time = time.unwrap_or_else(|| self.time_not_set().to_owned());
        format!("{day} {time} {}", self.0.pick(&game.place_zh, &game.place_en)).trim_end().to_owned()
    }

    /// A kind of notice.
    pub fn told_kind(self, kind: &str) -> &'static str {
        let (zh, en) = match kind {
            "moved" => ("改期", "moved"),
            "postponed" => ("延期", "postponed"),
            "cancelled" => ("取消", "cancelled"),
            "official" => ("官方赛果", "official result"),
            "corrected" => ("更正", "corrected"),
            "reminder" => ("提醒", "reminder"),
            "sent_back" => ("报名退回", "entry sent back"),
            "sanction" => ("处罚", "sanction"),
            "appointment" => ("委派", "appointment"),
            "released" => ("委派取消", "withdrawn"),
            "test" => ("测试", "test"),
            _ => ("通知", "notice"),
        };
        self.0.pick(zh, en)
    }

    /// Where a delivery stands.
    pub fn delivery_state(self, state: &str) -> &'static str {
        let (zh, en) = match state {
            "waiting" => ("等待发送", "waiting"),
            "by_hand" => ("待粘贴", "to be pasted"),
            "sending" => ("发送中", "being sent"),
            "sent" => ("已发送", "sent"),
            "given_up" => ("未送达", "not delivered"),
            "unclear" => ("不确定是否送达", "may have arrived"),
            _ => ("已撤回", "taken back"),
        };
        self.0.pick(zh, en)
    }

    /// Why a delivery failed; numbers of servers are kept.
    pub fn delivery_failure(self, failure: &str) -> String {
        let (code, detail) = failure.split_once(':').unwrap_or((failure, ""));
        let (zh, en) = match code {
            "" => return String::new(),
            "private_address" => ("地址在本机或内网,不允许", "the address is private, which is not allowed"),
            "not_https" => ("只允许 https 地址", "only https addresses are allowed"),
            "not_set" => ("服务器尚未设置这个渠道", "this channel is not set up on the server"),
            "no_host" => ("找不到主机", "the host was not found"),
            "connect" => ("连接失败", "no connection"),
            "tls" => ("安全连接失败", "no secure connection"),
            "timeout" => ("没有及时回答", "no answer in time"),
            "broken_off" => ("连接中断", "broken off"),
            "status" => ("对方拒绝", "refused by the receiver"),
            "answer" => ("对方回答有误", "the receiver's answer"),
            "mail" => ("邮件服务器拒绝", "refused by the mail server"),
            "mail_server" => ("邮件服务器设置有误", "the mail server is not set well"),
            "address" => ("地址无效", "the address is not valid"),
            "stopped" => ("发送时服务器停止", "the server stopped while sending"),
            _ => ("失败", "failed"),
        };
        format!("{} {detail}", self.0.pick(zh, en)).trim_end().to_owned()
    }
}
