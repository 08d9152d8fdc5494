//! A plan and its violations in dates and words, Chinese and English side by side.

use super::conflict::Conflict;
use super::fairness::{ClubShare, fairness};
use super::rules::{Season, Topic};
use crate::planner::check::{Fault, check};
use crate::planner::problem::Game;
use chrono::{Datelike, Weekday};
use serde::Serialize;
use std::collections::BTreeMap;

/// What `plan` answers.
#[derive(Clone, Debug, Serialize)]
pub struct SeasonAnswer {
    pub infeasibility: u64,
    pub objective: u64,
    pub violations: Vec<Broken>,
    /// The rules that together leave no plan; there where none was found.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub conflict: Option<Conflict>,
    pub plan: Vec<PlannedGame>,
    pub fairness: Vec<ClubShare>,
}

/// A game with its date, hall and court.
#[derive(Clone, Debug, Serialize, PartialEq, Eq)]
pub struct PlannedGame {
    pub date: String,
    pub weekday: &'static str,
    pub time: String,
    pub hall: String,
    /// From 1.
    pub court: u32,
    pub competition: String,
    pub home: String,
    pub away: String,
}

/// A rule that the plan does not keep.
#[derive(Clone, Debug, Serialize)]
pub struct Broken {
    pub hard: bool,
    pub deviation: u64,
    pub cost: u64,
    pub zh: String,
    pub en: String,
}

/// A plan as the organiser reads it.
pub fn answer(season: &Season, plan: &[Game], conflict: Option<Conflict>) -> SeasonAnswer {
    let report = check(&season.instance, plan);
    let mut by_topic: BTreeMap<(bool, &Topic), (u64, u64)> = BTreeMap::new();
    let mut violations = Vec::new();
    for finding in &report.violations {
        if let Some(rule) = finding.rule {
            let sum = by_topic.entry((!finding.hard, &season.topics[rule])).or_default();
            sum.0 += finding.deviation;
            sum.1 += finding.cost;
        } else if let Some(fault) = finding.fault {
            let (zh, en) = fault_words(season, fault);
            violations.push(Broken { hard: true, deviation: finding.deviation, cost: finding.cost, zh, en });
        }
    }
    for ((soft, topic), (deviation, cost)) in by_topic {
        let (zh, en) = (topic.zh(), topic.en());
        violations.push(Broken { hard: !soft, deviation, cost, zh, en });
    }
    SeasonAnswer {
        infeasibility: report.infeasibility,
        objective: report.objective,
        violations,
        conflict,
        plan: dated(season, plan),
        fairness: fairness(season, plan),
    }
}

fn dated(season: &Season, plan: &[Game]) -> Vec<PlannedGame> {
    let mut sorted = plan.to_vec();
    sorted.sort_unstable();
    let mut courts: BTreeMap<usize, u32> = BTreeMap::new();
    let mut planned = Vec::new();
    for Game { slot, home, away } in sorted {
        let beginning = season.slots[slot];
        let court = courts.entry(slot).or_default();
        *court += 1;
        planned.push(PlannedGame {
            date: beginning.at.format("%Y-%m-%d").to_string(),
            weekday: weekday_zh(beginning.at.weekday()),
            time: beginning.at.format("%H:%M").to_string(),
            hall: season.file.halls[beginning.hall].name.clone(),
            court: *court,
            competition: season.file.competitions[season.competition_of[home]].name.clone(),
            home: season.instance.clubs[home].clone(),
            away: season.instance.clubs[away].clone(),
        });
    }
    planned
}

fn fault_words(season: &Season, fault: Fault) -> (String, String) {
    let club = |club: usize| season.instance.clubs[club].as_str();
    match fault {
        Fault::Missing { home, away } => (
            format!("{} 对 {} 没有排进赛程", club(home), club(away)),
            format!("{} against {} has no place in the plan", club(home), club(away)),
        ),
        Fault::Surplus { home, away } | Fault::TwiceInAPhase { home, away } => (
            format!("{} 对 {} 排了太多场", club(home), club(away)),
            format!("{} against {} is planned too often", club(home), club(away)),
        ),
        Fault::TwiceInASlot { club: one, slot } => (
            format!("{} 在 {} 有两场比赛", club(one), season.instance.slots[slot]),
            format!("{} has two games at {}", club(one), season.instance.slots[slot]),
        ),
    }
}

impl Topic {
    /// The same with other names: where clubs, halls and competitions are given by their keys.
    pub fn renamed(&self, name: &dyn Fn(&str) -> String) -> Self {
        let mut topic = self.clone();
        let texts: Vec<&mut String> = match &mut topic {
            Self::Courts { hall } | Self::Permit { hall, .. } => vec![hall],
            Self::Days { competition }
            | Self::Halls { competition }
            | Self::Dates { competition }
            | Self::Round { competition, .. }
            | Self::Order { competition, .. } => vec![competition],
            Self::Opening { home, away } | Self::Derby { home, away } => vec![home, away],
            Self::Blocked { club }
            | Self::NotBefore { club, .. }
            | Self::Shift { club }
            | Self::ClubDays { club } => vec![club],
            Self::Together { clubs } => clubs.iter_mut().collect(),
            _ => Vec::new(),
        };
        for text in texts {
            *text = name(text);
        }
        topic
    }

    /// The rule in Chinese.
    pub fn zh(&self) -> String {
        match self {
            Self::Courts { hall } => format!("{hall}的场地数有限"),
            Self::Permit { hall, games } => format!("{hall}的许可每天最多 {games} 场"),
            Self::Days { competition } => format!("{competition}只在规定的日子比赛"),
            Self::Halls { competition } => format!("{competition}只在规定的场馆比赛"),
            Self::Opening { home, away } => format!("揭幕战是 {home} 对 {away}"),
            Self::Blocked { club } => format!("{club}有不能比赛的日期"),
            Self::NotBefore { club, date } => format!("{club}在 {date} 之前没有比赛"),
            Self::Shift { club } => format!("{club}倒班当班时不比赛"),
            Self::ClubDays { club } => format!("{club}只在规定的日子比赛"),
            Self::Together { clubs } => format!("{}不同时比赛", clubs.join("、")),
            Self::RestHours { hours } => format!("两场之间至少休息 {hours} 小时"),
            Self::GamesADay { games } => format!("每队每天最多 {games} 场"),
            Self::GamesAWeek { games } => format!("每队每周最多 {games} 场"),
            Self::Prime => "黄金时段平均分配".to_owned(),
            Self::RestDays { days } => format!("希望两场之间相隔 {days} 天以上"),
            Self::ReturnDays { days } => format!("同一对手的两场相隔 {days} 天以上"),
            Self::OneGameATime => "一支队伍同一时间只有一场比赛".to_owned(),
            Self::Fixed => "锁定的比赛不动".to_owned(),
            Self::Officials { crews } => format!("同一时间只有 {crews} 组裁判"),
            Self::Derby { home, away } => format!("{home} 对 {away} 安排在指定时段"),
            Self::Dates { competition } => format!("{competition}只在规定的日期之间比赛"),
            Self::Round { competition, round } => format!("{competition}{round}只在规定的日期和场馆"),
            Self::Order { competition, round, days } => {
                format!("{competition}{round}在前面的比赛之后至少 {days} 天")
            }
            Self::SharedHalls => "场馆平均分配".to_owned(),
        }
    }

    /// The rule in English.
    pub fn en(&self) -> String {
        match self {
            Self::Courts { hall } => format!("{hall} has only so many courts"),
            Self::Permit { hall, games } => format!("the permit of {hall} allows {games} games a day"),
            Self::Days { competition } => format!("{competition} plays only on its days"),
            Self::Halls { competition } => format!("{competition} plays only in its halls"),
            Self::Opening { home, away } => format!("the opening match is {home} against {away}"),
            Self::Blocked { club } => format!("{club} has dates without games"),
            Self::NotBefore { club, date } => format!("{club} does not play before {date}"),
            Self::Shift { club } => format!("{club} does not play when its crew works"),
            Self::ClubDays { club } => format!("{club} plays only on its days"),
            Self::Together { clubs } => format!("{} never play at once", clubs.join(", ")),
            Self::RestHours { hours } => format!("{hours} hours of rest between two games"),
            Self::GamesADay { games } => format!("at most {games} games a club and day"),
            Self::GamesAWeek { games } => format!("at most {games} games a club and week"),
            Self::Prime => "prime slots are shared fairly".to_owned(),
            Self::RestDays { days } => format!("more than {days} days between two games are wished for"),
            Self::ReturnDays { days } => format!("{days} days between the games of a pair"),
            Self::OneGameATime => "a club plays one game at a time".to_owned(),
            Self::Fixed => "locked games stay".to_owned(),
            Self::Officials { crews } => format!("{crews} crews of officials at a time"),
            Self::Derby { home, away } => format!("{home} against {away} has its slots"),
            Self::Dates { competition } => format!("{competition} plays only between its dates"),
            Self::Round { competition, round } => format!("{competition}, {round}: only its dates and halls"),
            Self::Order { competition, round, days } => {
                format!("{competition}, {round}: {days} days or more after the games before")
            }
            Self::SharedHalls => "halls are shared fairly".to_owned(),
        }
    }
}

/// The words of the weekdays are those of every calendar.
fn weekday_zh(day: Weekday) -> &'static str {
    ["周一", "周二", "周三", "周四", "周五", "周六", "周日"][day.num_days_from_monday() as usize]
}
