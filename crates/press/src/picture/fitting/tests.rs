use super::*;
use crate::words::plain;

fn fit(text: &str, width: f32, height: f32) -> Fitted {
    Paragraph::new(&[&plain(text)], Weight::Bold).fit(width, height, 40.0)
}

fn lines(fitted: &Fitted) -> Vec<String> {
    let joined = |line: &Vec<Piece>| {
        line.iter()
            .enumerate()
            .map(|(place, piece)| {
                if space_before(place, piece) > 0.0 { " " } else { "" }.to_owned() + &piece.text
            })
            .collect()
    };
    fitted.lines.iter().map(joined).collect()
}

#[test]
fn a_short_name_keeps_its_size() {
    let fitted = fit("中车株机", 400.0, 60.0);
    assert_eq!((fitted.size, lines(&fitted)), (40.0, vec!["中车株机".to_owned()]));
}

#[test]
fn lines_are_of_like_length() {
    assert_eq!(lines(&fit("株洲硬质合金集团有限公司", 440.0, 100.0)), ["株洲硬质合金", "集团有限公司"]);
}

#[test]
fn no_line_begins_with_a_closing_sign_or_cuts_a_date() {
    for width in 160..400 {
        for line in lines(&fit("（中车）时代新材，2025年7月27日。", width as f32, 400.0)) {
            assert!(!line.starts_with(['）', '，', '。']) && !line.ends_with('（'), "{line}");
            assert!(!line.contains('7') || line.contains("2025年7月27日。"), "{line}");
        }
    }
}

#[test]
fn every_width_holds_its_lines() {
    for text in ["中车时代新材", "Zhuzhou Times New Material Technology", &"W".repeat(60), "韡🏀 שלום", ""]
    {
        for width in (10..600).step_by(37) {
            let fitted = fit(text, width as f32, 90.0);
            for line in &fitted.lines {
                assert!(line_width(line) * fitted.size <= width as f32, "{text} in {width}");
            }
            assert!(fitted.height() <= 90.0 || fitted.lines.len() == 1, "{text} in {width}");
        }
    }
}

#[test]
fn words_are_kept_whole_where_they_fit() {
    let fitted = fit("Zhuzhou Rail Transit Equipment Manufacturing Cluster", 180.0, 90.0);
    assert!(lines(&fitted).join(" ").contains("Manufacturing"), "{:?}", lines(&fitted));
}
