//! A game scored in another system becomes one of ours: its sides turned to ours, its players found on our lists.

use super::Feed;
use super::game::{Side, Team};
use crate::names::{half_width, normalise};

/// A player on a team's list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Public key of the place on the list.
    pub key: String,
    /// "0" and "00" differ.
    pub shirt: String,
    pub name: String,
}

/// How a player of a feed was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    NumberAndName,
    /// The name is another one: somebody should look.
    Number,
    /// The number is another one: somebody should look.
    Name,
    Nobody,
}

/// A player of a feed with whom it is on the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Match {
    /// Index into the list.
    pub listed: Option<usize>,
    pub by: By,
}

/// Finds each player of a feed's team on a list: by number and name, else by name, else by number. Nobody twice.
pub fn match_players(team: &Team, list: &[Listed]) -> Vec<Match> {
    let mut found = vec![Match { listed: None, by: By::Nobody }; team.players.len()];
    let number = |at: usize, one: &Listed| team.players[at].number.as_deref() == Some(one.shirt.as_str());
    let name = |at: usize, one: &Listed| same_person(&team.players[at].name, &one.name);
    type Test<'a> = (By, &'a dyn Fn(usize, &Listed) -> bool);
    let both = |at: usize, one: &Listed| number(at, one) && name(at, one);
    let passes: [Test<'_>; 3] = [(By::NumberAndName, &both), (By::Name, &name), (By::Number, &number)];
    for (by, fits) in passes {
        for at in 0..found.len() {
            if found[at].listed.is_some() {
                continue;
            }
            let is_free = |place: usize| found.iter().all(|other| other.listed != Some(place));
            let mut places = (0..list.len()).filter(|place| is_free(*place) && fits(at, &list[*place]));
            // Two of the same name are nobody's guess.
            if let (Some(place), None) = (places.next(), places.next()) {
                found[at] = Match { listed: Some(place), by };
            }
        }
    }
    found
}

/// Whether two names can be one person's: the same words in any order, where one may be an initial.
fn same_person(one: &str, other: &str) -> bool {
    let words = |text: &str| -> Vec<String> {
        let text: String = text.chars().map(half_width).flat_map(char::to_lowercase).collect();
        let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        let words: Vec<String> = words.map(str::to_owned).collect();
        // Between the characters of a Chinese name a space means nothing.
        if text.is_ascii() { words } else { vec![words.concat()] }
    };
    let (one, other) = (words(one), words(other));
    if one.is_empty() || one.len() != other.len() {
        return false;
    }
    let fits = |a: &str, b: &str| {
        let is_initial = |short: &str, long: &str| short.chars().count() == 1 && long.starts_with(short);
        a == b || (one.len() > 1 && (is_initial(a, b) || is_initial(b, a)))
    };
    let mut left: Vec<&String> = other.iter().collect();
    let whole = one.iter().any(|word| other.contains(word));
    whole
        && one.iter().all(|word| {
            let at = left.iter().position(|rest| fits(word, rest));
            at.map(|at| left.remove(at)).is_some()
        })
}

/// Whether the feed's first team is our side B, by the names each side goes by.
pub fn is_turned(feed: &Feed, names: [&[String]; 2]) -> bool {
    let fits = |team: &Team, known: &[String]| {
        let name = normalise(&team.name);
        known.iter().map(|known| normalise(known)).any(|known| {
            !known.is_empty() && !name.is_empty() && (name.contains(&known) || known.contains(&name))
        })
    };
    let [first, second] = &feed.game.teams;
    let straight = usize::from(fits(first, names[0])) + usize::from(fits(second, names[1]));
    let turned = usize::from(fits(first, names[1])) + usize::from(fits(second, names[0]));
    turned > straight
}

impl Feed {
    /// The same game with its teams the other way round.
    pub fn turned(mut self) -> Self {
        self.game.teams.swap(0, 1);
        for play in &mut self.game.plays {
            play.side = play.side.other();
        }
        if let Some(published) = &mut self.published {
            published.players.swap(0, 1);
            published.teams.swap(0, 1);
        }
        self
    }

    /// Points by period, our side A first.
    pub fn points_by_period(&self) -> Vec<[i32; 2]> {
        let mut points = vec![[0, 0]; self.game.periods.len()];
        for play in &self.game.plays {
            let scored = match play.what {
                super::game::What::Shot { worth, made: true, .. } => worth,
                super::game::What::FreeThrow { made: true, .. } => 1,
                _ => continue,
            };
            if let Some(period) = points.get_mut(play.period) {
                period[if play.side == Side::A { 0 } else { 1 }] += scored;
            }
        }
        points
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::boxscore::game::Player;

    fn team(players: &[(&str, &str)]) -> Team {
        let player = |(number, name): &(&str, &str)| Player {
            number: Some((*number).to_owned()),
            name: (*name).to_owned(),
            ..Player::default()
        };
        Team { players: players.iter().map(player).collect(), ..Team::default() }
    }

    fn listed(players: &[(&str, &str)]) -> Vec<Listed> {
        let one = |(shirt, name): &(&str, &str)| Listed {
            key: format!("k{shirt}"),
            shirt: (*shirt).to_owned(),
            name: (*name).to_owned(),
        };
        players.iter().map(one).collect()
    }

    #[test]
    fn players_are_found_by_number_and_name_and_nobody_twice() {
        let feed =
            team(&[("7", "张 三"), ("00", "李四"), ("9", "Smith, J."), ("11", "无名"), ("12", "生人")]);
        let list = listed(&[("7", "张三"), ("0", "李四"), ("9", "John Smith"), ("11", "王五")]);
        let found = match_players(&feed, &list);
        let seen: Vec<_> = found.iter().map(|one| (one.listed, one.by)).collect();
        let expected = [
            (Some(0), By::NumberAndName),
            (Some(1), By::Name),
            (Some(2), By::NumberAndName),
            (Some(3), By::Number),
            (None, By::Nobody),
        ];
        assert_eq!(seen, expected);
    }

    #[test]
    fn two_of_one_name_are_left_to_a_person() {
        let found = match_players(&team(&[("5", "张伟")]), &listed(&[("6", "张伟"), ("8", "张伟")]));
        assert_eq!(found, [Match { listed: None, by: By::Nobody }]);
    }
}
