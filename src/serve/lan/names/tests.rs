use super::*;

fn question(name: &str, kind: u16, class: u16) -> Vec<u8> {
    let mut packet = vec![0, 7, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0];
    for label in name.split('.') {
        packet.push(label.len() as u8);
        packet.extend(label.as_bytes());
    }
    packet.push(0);
    packet.extend(kind.to_be_bytes());
    packet.extend(class.to_be_bytes());
    packet
}

#[test]
fn only_our_name_is_answered() {
    let asked = asks_for_us(&question("Changba.LOCAL", 1, 0x8001)).unwrap();
    assert!(asked.unicast);
    assert_eq!(asked.id, 7);
    for other in [question("printer.local", 1, 1), question("changba.local", 28, 1), vec![0; 5]] {
        assert!(asks_for_us(&other).is_none());
    }
}

#[test]
fn cut_packets_are_no_questions() {
    let whole = question("changba.local", 1, 1);
    for length in 0..whole.len() {
        assert!(asks_for_us(&whole[..length]).is_none(), "{length}");
    }
}

#[test]
fn an_answer_holds_each_address() {
    let packet = records(0, None, &[Ipv4Addr::new(192, 168, 1, 5), Ipv4Addr::new(10, 0, 0, 2)]);
    assert_eq!(packet[6..8], [0, 2]);
    assert!(packet.windows(4).any(|four| four == [192, 168, 1, 5]));
    assert_eq!(packet[packet.len() - 4..], [10, 0, 0, 2]);
}
