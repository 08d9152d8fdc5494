//! What bytes travel over, and the shortest way of an answer onto it.

use std::fs::File;
use std::io;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::server::TlsStream;

/// A connection.
pub trait Wire: AsyncRead + AsyncWrite + Unpin + Send + 'static {
    /// The bare socket, where nothing is done to the bytes on their way.
    fn socket(&self) -> Option<&TcpStream> {
        None
    }
}

impl Wire for TcpStream {
    fn socket(&self) -> Option<&TcpStream> {
        Some(self)
    }
}

impl Wire for TlsStream<TcpStream> {}

/// Sends a head, and then a file without reading it.
#[cfg(target_os = "linux")]
pub async fn send_file(socket: &TcpStream, head: &[u8], file: &File, length: usize) -> io::Result<()> {
    use rustix::net::SendFlags;
    let mut head = head;
    while !head.is_empty() {
        // More follows: the head waits for the first bytes of the file and travels with them.
        let sent = when_writable(socket, || {
            Ok(rustix::net::send(socket, head, SendFlags::MORE | SendFlags::NOSIGNAL)?)
        })
        .await?;
        head = &head[sent..];
    }
    let mut offset = 0;
    while (offset as usize) < length {
        let rest = length - offset as usize;
        let sent = when_writable(socket, || Ok(rustix::fs::sendfile(socket, file, Some(&mut offset), rest)?))
            .await?;
        if sent == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
    }
    Ok(())
}

#[cfg(target_os = "linux")]
async fn when_writable(socket: &TcpStream, mut send: impl FnMut() -> io::Result<usize>) -> io::Result<usize> {
    loop {
        match socket.try_io(tokio::io::Interest::WRITABLE, &mut send) {
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => socket.writable().await?,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            ended => return ended,
        }
    }
}

/// Elsewhere no answer is a file.
#[cfg(not(target_os = "linux"))]
pub async fn send_file(_: &TcpStream, _: &[u8], _: &File, _: usize) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;
    use std::io::Write;
    use tokio::io::AsyncReadExt;
    use tokio::net::TcpListener;

    #[tokio::test]
    async fn a_file_larger_than_the_buffers_of_a_socket_arrives_whole() {
        let body: Vec<u8> = (0..16_000_000_u32).map(|at| (at % 251) as u8).collect();
        let mut file: File =
            rustix::fs::memfd_create("body", rustix::fs::MemfdFlags::CLOEXEC).unwrap().into();
        file.write_all(&body).unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let mut reader = TcpStream::connect(listener.local_addr().unwrap()).await.unwrap();
        let (writer, _) = listener.accept().await.unwrap();
        let sending = async {
            send_file(&writer, b"head", &file, body.len()).await.unwrap();
            drop(writer);
        };
        let mut arrived = Vec::new();
        let ((), read) = tokio::join!(sending, reader.read_to_end(&mut arrived));
        read.unwrap();
        assert_eq!(arrived.len(), 4 + body.len());
        assert!(arrived.starts_with(b"head") && arrived[4..] == body[..], "the bytes differ");
    }
}
