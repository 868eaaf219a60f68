//! A server on this machine that answers as it was told: for what speaks HTTP.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpListener;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// One answer.
#[derive(Debug, Clone)]
pub struct Reply {
    /// HTTP status.
    pub status: u16,
    /// One further header line, where not empty: `Retry-After: 1`.
    pub header: String,
    /// Body.
    pub body: String,
    /// How long it takes.
    pub delay: Duration,
}

impl Reply {
    /// An answer with this body.
    pub fn body(body: impl Into<String>) -> Self {
        Self {
            status: 200,
            header: String::new(),
            body: body.into(),
            delay: Duration::ZERO,
        }
    }

    /// An error.
    pub fn status(status: u16, header: &str) -> Self {
        Self {
            status,
            header: header.to_owned(),
            ..Self::body("{}")
        }
    }

    /// The same, after a while.
    #[must_use]
    pub fn after(self, delay: Duration) -> Self {
        Self { delay, ..self }
    }
}

/// The server. It answers in the order of its replies and keeps what it was asked; asked more often, it says 410.
#[derive(Debug)]
pub struct Stub {
    /// `127.0.0.1:PORT`.
    pub address: String,
    heard: Arc<Mutex<Vec<String>>>,
}

impl Stub {
    /// Begins to listen.
    ///
    /// # Errors
    /// When no port is free.
    pub fn new(replies: Vec<Reply>) -> std::io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let address = listener.local_addr()?.to_string();
        let heard = Arc::new(Mutex::new(Vec::new()));
        let log = Arc::clone(&heard);
        std::thread::spawn(move || serve(&listener, replies, &log));
        Ok(Self { address, heard })
    }

    /// What it was asked: head and body of each request.
    pub fn heard(&self) -> Vec<String> {
        let heard = self.heard.lock();
        heard.unwrap_or_else(PoisonError::into_inner).clone()
    }
}

fn serve(listener: &TcpListener, replies: Vec<Reply>, log: &Mutex<Vec<String>>) {
    let mut replies = replies.into_iter();
    for stream in listener.incoming() {
        let Ok(mut stream) = stream else { continue };
        let mut reader = BufReader::new(&stream);
        let (mut head, mut length) = (String::new(), 0);
        while let Ok(1..) = reader.read_line(&mut head) {
            let line = head.lines().next_back().unwrap_or_default().to_lowercase();
            if let Some(number) = line.strip_prefix("content-length:") {
                length = number.trim().parse().unwrap_or(0);
            }
            if line.is_empty() {
                break;
            }
        }
        let mut body = vec![0; length];
        if reader.read_exact(&mut body).is_err() {
            body.clear();
        }
        head.push_str(&String::from_utf8_lossy(&body));
        let mut heard = log.lock().unwrap_or_else(PoisonError::into_inner);
        heard.push(head);
        drop(heard);
        let reply = replies.next().unwrap_or_else(|| Reply::status(410, ""));
        std::thread::sleep(reply.delay);
        let header = if reply.header.is_empty() {
            String::new()
        } else {
            format!("{}\r\n", reply.header)
        };
        let head = format!(
            "HTTP/1.1 {} Stub\r\nContent-Type: application/json\r\nContent-Length: {}\r\n{header}Connection: close\r\n\r\n",
            reply.status,
            reply.body.len()
        );
        // Whoever asked may have gone away: that is his affair.
        let sent = stream.write_all(head.as_bytes());
        let _ = sent.and_then(|()| stream.write_all(reply.body.as_bytes()));
    }
}
