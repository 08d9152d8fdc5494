//! Words of what keeps a draw from being held. Keys of entries in a fault have become names by then.

use super::{Lang, T};
use league::draw::{Clash, DrawFault, Part, RuleRef};

impl T {
    /// What keeps a draw from being held.
    pub fn draw_fault(self, fault: &DrawFault) -> String {
        let (zh, en) = match fault {
            DrawFault::Impossible(clash) => return self.clash(clash),
            DrawFault::TooEntangled { rules } => {
                let rules = self.rules_of_draw(rules);
                (
                    format!("这些限制互相牵连太多,无法逐一计数所有结果。请去掉其中一条:{rules}"),
                    format!(
                        "These rules hang together in more ways than can be counted; drop one of them: {rules}"
                    ),
                )
            }
            DrawFault::InTwoPots { key } => {
                (format!("“{key}”写在了两个档次里"), format!("“{key}” stands in two pots"))
            }
            DrawFault::Repeated { part, key } => {
                let part = self.part_of_draw(*part);
                (format!("{part}“{key}”写了两次"), format!("{part}“{key}” stands there twice"))
            }
            DrawFault::Empty(Part::Entries) => ("没有球队可抽".into(), "There are no teams to draw".into()),
            DrawFault::Empty(part) => {
                let part = self.part_of_draw(*part);
                (format!("{part}是空的"), format!("{part}nothing stands there"))
            }
            DrawFault::UnknownEntry { key, .. } => {
                (format!("“{key}”不在抽签的球队里"), format!("“{key}” is not among the teams to draw"))
            }
            DrawFault::UnknownPlace { key, .. } => {
                (format!("没有“{key}”这个位置"), format!("There is no place “{key}”"))
            }
            DrawFault::UnknownZone { key, .. } => {
                (format!("没有位置属于“{key}”"), format!("No place lies in “{key}”"))
            }
            DrawFault::MostBelowLeast { part } => {
                let part = self.part_of_draw(*part);
                (format!("{part}至多的队数少于至少的队数"), format!("{part}the most is less than the least"))
            }
            DrawFault::TooManyEntries { given, limit } => (
                format!("一次最多抽 {limit} 队,现有 {given} 队"),
                format!("At most {limit} teams are drawn at once; there are {given}"),
            ),
            DrawFault::TooManyPlaces { given, limit } => (
                format!("一次最多抽 {limit} 个位置,现有 {given} 个"),
                format!("At most {limit} places are drawn at once; there are {given}"),
            ),
            DrawFault::TooManyRules { given, limit } => (
                format!("档次和限制最多 {limit} 条,现有 {given} 条"),
                format!("At most {limit} pots and rules are taken; there are {given}"),
            ),
            DrawFault::TooFewSeats { entries, seats } => (
                format!("赛制只有 {seats} 个抽签位置,却有 {entries} 支球队"),
                format!("The format has {seats} places to draw for {entries} teams"),
            ),
            DrawFault::TooManyOutcomes => (
                "可能的结果太多,无法计数:请分几次抽签".into(),
                "There are more outcomes than can be counted: draw in several ceremonies".into(),
            ),
            // A draw made on a page has its format and its keys from us; a file has its own command.
            DrawFault::EmptyKey(_) | DrawFault::Format(_) | DrawFault::Unreadable(_) => {
                ("抽签文件无法读取".into(), "The file of the draw cannot be read".into())
            }
        };
        if self.0 == Lang::Zh { zh } else { en }
    }

    fn clash(self, clash: &Clash) -> String {
        let rules = self.rules_of_draw(&clash.rules);
        let (teams, places) = (self.listed(&clash.entries), self.listed(&clash.places));
        let fewer = match (clash.smallest, self.0) {
            (true, _) => "",
            (false, Lang::Zh) => "。也许其中几条就已冲突",
            (false, Lang::En) => ". Some of them may clash already",
        };
        match self.0 {
            Lang::Zh => format!("没有任何结果能同时满足:{rules}(涉及 {teams};{places}){fewer}"),
            Lang::En => format!("No outcome satisfies together: {rules} (for {teams}; on {places}){fewer}"),
        }
    }

    /// Rules by their reasons; several of one reason are counted.
    fn rules_of_draw(self, rules: &[RuleRef]) -> String {
        let mut said: Vec<(String, usize)> = Vec::new();
        for rule in rules {
            let words = match rule {
                RuleRef::Pot { name, .. } => self.pot_name(name),
                RuleRef::Constraint { reason, .. } => self.draw_reason(*reason).to_owned(),
            };
            match said.iter_mut().find(|(other, _)| *other == words) {
                Some((_, count)) => *count += 1,
                None => said.push((words, 1)),
            }
        }
        let times = |(words, count): (String, usize)| {
            if count == 1 { words } else { format!("{words} × {count}") }
        };
        said.into_iter().map(times).collect::<Vec<_>>().join(" + ")
    }

    /// Where in a draw something stands, before what is said about it; a rule has its own field.
    fn part_of_draw(self, part: Part) -> String {
        match (part, self.0) {
            (Part::Pot(at), Lang::Zh) => format!("第{}档:", at + 1),
            (Part::Pot(at), Lang::En) => format!("Pot {}: ", at + 1),
            (Part::Places, Lang::Zh) => "位置:".into(),
            (Part::Places, Lang::En) => "Places: ".into(),
            (Part::Entries | Part::Constraint(_), _) => String::new(),
        }
    }
}
