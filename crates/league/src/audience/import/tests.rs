use super::*;
use crate::audience::metric::MetricBook;

fn look(text: &str) -> Preview {
    preview(text.as_bytes(), "hash").unwrap()
}

fn column<'a>(found: &'a Preview, header: &str) -> &'a Value {
    found.json["columns"].as_array().unwrap().iter().find(|column| column["header"] == header).unwrap()
}

#[test]
fn every_column_names_a_metric_that_is_there_with_a_unit_that_counts_the_same() {
    let book = MetricBook::ready_made();
    for platform in platforms() {
        for column in platform.column.iter().filter(|column| column.metric.is_some()) {
            let metric = book.newest(column.metric.as_ref().unwrap()).expect(&column.field);
            let unit = column.unit.expect(&column.field);
            assert!(
                unit == metric.unit || (unit.is_somebody() && metric.unit.is_somebody()),
                "{}",
                column.field
            );
        }
    }
}

#[test]
fn people_and_visits_of_one_sheet_stay_two_things() {
    let found = look("主播账号,观看人数,watchCnt,峰值在线人数（个）\n甲,12.6万,20万,--\n");
    assert_eq!(found.json["platform"], "douyin_creator_live");
    let viewers = column(&found, "观看人数");
    assert_eq!((&viewers["metric"], &viewers["unit"]), (&json!("viewers"), &json!("account")));
    assert_eq!(viewers["example"]["low"], 125_500);
    assert_eq!(viewers["rounded"], 1);
    assert_eq!(column(&found, "watchCnt")["unit"], "visit");
}

#[test]
fn a_dash_is_missing_and_not_nought() {
    let found = look("日期,观看人次\n2025-06-13,--\n2025-06-14,0\n");
    let views = column(&found, "观看人次");
    assert_eq!(
        (&views["cells"], &views["missing"], &views["example"]["value"]),
        (&json!(2), &json!(1), &json!(0))
    );
    assert!(!found.has_findings);
}

#[test]
fn unknown_and_unclear_columns_are_kept_and_said() {
    let found = look("日期,累计观看,神秘列\n2025-06-13,5,x\n");
    assert_eq!(column(&found, "累计观看")["status"], "unclear");
    assert_eq!(column(&found, "神秘列")["status"], "unknown");
    assert_eq!(column(&found, "神秘列")["example"]["text"], "x");
    assert!(found.has_findings);
}

#[test]
fn hours_become_minutes_and_the_row_of_totals_is_left_out() {
    let text = "Content,Video title,Views,Watch time (hours)\nTotal,,9,9\nabc,a,\"6,000\",12.5\n";
    let found = look(text);
    assert_eq!((&found.json["rows"], &found.json["total_rows"]), (&json!(1), &json!(1)));
    let watch = column(&found, "Watch time (hours)");
    assert_eq!((&watch["example"]["value"], &watch["includes_replay"]), (&json!(750), &json!(true)));
    assert_eq!(column(&found, "Views")["example"]["value"], 6000);
}

#[test]
fn thresholds_belong_to_the_column() {
    let found = look("直播ID\t直播间观看次数\t>1分钟观看次数\n7340000000000000123\t900\t300\n");
    assert_eq!(column(&found, ">1分钟观看次数")["threshold_s"], 60);
    assert_eq!(column(&found, "直播间观看次数")["threshold_s"], Value::Null);
    assert_eq!(column(&found, "直播ID")["example"]["text"], "7340000000000000123", "an id is text");
}

#[test]
fn json_and_utf16_are_read_and_a_workbook_is_named() {
    let found = look("{\"list\":[{\"hot_quota\":5,\"total_audience_count\":100}]}");
    assert_eq!(column(&found, "hot_quota")["unit"], "composite");
    let wide: Vec<u8> =
        [0xff, 0xfe].into_iter().chain("UV,PV\n1,2\n".encode_utf16().flat_map(u16::to_le_bytes)).collect();
    assert_eq!(preview(&wide, "h").unwrap().json["encoding"], "utf-16le");
    let chinese = preview(b"\xb9\xdb\xbf\xb4\xc8\xcb\xb4\xce\n12\n", "h").unwrap();
    assert_eq!(column(&chinese, "观看人次")["metric"], "views");
    assert_eq!(preview(b"PK\x03\x04", "h"), Err(ImportError::Workbook));
    assert_eq!(preview(b"", "h"), Err(ImportError::Empty));
    assert_eq!(preview(b"\xc8\xa4\xff", "h"), Err(ImportError::Encoding));
}
