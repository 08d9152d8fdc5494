//! Answers `changba.local` to those who ask the whole hall: as much of mDNS (RFC 6762) as one name needs.

use super::{Hall, NAME};
use socket2::{Domain, Protocol, Socket, Type};
use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use tokio::net::UdpSocket;

const GROUP: Ipv4Addr = Ipv4Addr::new(224, 0, 0, 251);
const PORT: u16 = 5353;
const TTL_SECONDS: u32 = 120;

/// Answers for as long as the server runs. Without the port the hall uses the address instead of the name.
pub async fn answer_names(hall: Hall) {
    let addresses: Vec<Ipv4Addr> = hall
        .0
        .addresses
        .iter()
        .filter_map(|address| match address {
            IpAddr::V4(address) => Some(*address),
            IpAddr::V6(_) => None,
        })
        .collect();
    let socket = match open(&addresses) {
        Ok(socket) => socket,
        Err(error) => {
            tracing::warn!(%error, "{NAME} is not answered here; devices use the address");
            return;
        }
    };
    let everyone = SocketAddr::from((GROUP, PORT));
    let _ = socket.send_to(&records(0, None, &addresses), everyone).await;
    let mut packet = [0; 1500];
    loop {
        let Ok((length, from)) = socket.recv_from(&mut packet).await else { continue };
        let Some(question) = asks_for_us(&packet[..length]) else { continue };
        let reachable = addresses.iter().filter(|address| !address.is_loopback() || from.ip().is_loopback());
        let answered: Vec<Ipv4Addr> = reachable.copied().collect();
        // Who does not ask from the group's port is a plain resolver and waits for an answer of its own.
        let (answer, to) = if from.port() == PORT {
            (records(0, None, &answered), if question.unicast { from } else { everyone })
        } else {
            (records(question.id, Some(question.kind), &answered), from)
        };
        let _ = socket.send_to(&answer, to).await;
    }
}

fn open(addresses: &[Ipv4Addr]) -> io::Result<UdpSocket> {
    let socket = Socket::new(Domain::IPV4, Type::DGRAM, Some(Protocol::UDP))?;
    // Other responders on this machine share the port.
    socket.set_reuse_address(true)?;
    socket.set_reuse_port(true)?;
    socket.set_nonblocking(true)?;
    socket.bind(&SocketAddr::from((Ipv4Addr::UNSPECIFIED, PORT)).into())?;
    let mut joined = false;
    for address in addresses {
        joined |= socket.join_multicast_v4(&GROUP, address).is_ok();
    }
    if !joined {
        return Err(io::Error::other("no network to ask in"));
    }
    if let Some(first) = addresses.first() {
        socket.set_multicast_if_v4(first)?;
    }
    UdpSocket::from_std(socket.into())
}

struct Question {
    id: u16,
    kind: u16,
    unicast: bool,
}

/// The first question in a packet that asks for our name's address.
fn asks_for_us(packet: &[u8]) -> Option<Question> {
    let word = |at: usize| Some(u16::from_be_bytes([*packet.get(at)?, *packet.get(at + 1)?]));
    let (id, flags, questions) = (word(0)?, word(2)?, word(4)?);
    if flags & 0x8000 != 0 {
        return None;
    }
    let mut at = 12;
    for _ in 0..questions {
        let mut name = String::new();
        loop {
            let length = usize::from(*packet.get(at)?);
            at += 1;
            match length {
                0 => break,
                // A pointer: nothing before it can be our name in a question of one.
                64.. => {
                    at += 1;
                    name.push('?');
                    break;
                }
                _ => {
                    let label = packet.get(at..at + length)?;
                    if !name.is_empty() {
                        name.push('.');
                    }
                    name.push_str(&String::from_utf8_lossy(label));
                    at += length;
                }
            }
        }
        let (kind, class) = (word(at)?, word(at + 2)?);
        at += 4;
        if name.eq_ignore_ascii_case(NAME) && matches!(kind, 1 | 255) {
            return Some(Question { id, kind, unicast: class & 0x8000 != 0 });
        }
    }
    None
}

/// An answer with our addresses; a plain resolver also wants its question back.
fn records(id: u16, question: Option<u16>, addresses: &[Ipv4Addr]) -> Vec<u8> {
    let mut packet = Vec::with_capacity(64);
    let count = u16::try_from(addresses.len()).unwrap_or(0);
    for word in [id, 0x8400, u16::from(question.is_some()), count, 0, 0] {
        packet.extend(word.to_be_bytes());
    }
    let name = |packet: &mut Vec<u8>| {
        for label in NAME.split('.') {
            packet.push(u8::try_from(label.len()).expect("a label is short"));
            packet.extend(label.as_bytes());
        }
        packet.push(0);
    };
    if let Some(kind) = question {
        name(&mut packet);
        packet.extend(kind.to_be_bytes());
        packet.extend(1u16.to_be_bytes());
    }
    // The top bit of the class tells caches to drop what they knew; plain resolvers do not know it.
    let class: u16 = if question.is_some() { 1 } else { 0x8001 };
    for address in addresses {
        name(&mut packet);
        packet.extend(1u16.to_be_bytes());
        packet.extend(class.to_be_bytes());
        packet.extend(TTL_SECONDS.to_be_bytes());
        packet.extend(4u16.to_be_bytes());
        packet.extend(address.octets());
    }
    packet
}

#[cfg(test)]
mod tests;
