//! Keys in OpenSSL's traditional encryption: PEM with the headers of RFC 1421, whose key is derived by one round of MD5 (OpenSSL,
//! `EVP_BytesToKey`). `openssl genrsa -aes256` wrote it before OpenSSL 3, `openssl ec -aes256` still does, and so do step-ca and certstrap.

use aes::{Aes128, Aes192, Aes256};
use cbc::cipher::{BlockCipherDecrypt, BlockModeDecrypt, KeyInit, KeyIvInit, block_padding::Pkcs7};
use des::TdesEde3;
use md5::{Digest, Md5};
use zeroize::Zeroizing;

/// A key in this encryption.
pub(super) struct Traditional {
    cipher: Cipher,
    iv: Vec<u8>,
    data: Vec<u8>,
}

#[derive(Clone, Copy)]
enum Cipher {
    Aes128,
    Aes192,
    Aes256,
    TripleDes,
}

/// Why there is no such key.
pub(super) enum NotTraditional {
    /// Another cipher: RC2, DES, Camellia.
    OtherCipher,
    /// The headers or what they are about are no such thing.
    Damaged,
}

impl Traditional {
    /// By the value of `DEK-Info`, and what it is about.
    pub fn read(info: &str, data: Vec<u8>) -> Result<Self, NotTraditional> {
        let (name, iv) = info.split_once(',').ok_or(NotTraditional::Damaged)?;
        let (cipher, block) = match name.trim().to_ascii_uppercase().as_str() {
            "AES-128-CBC" => (Cipher::Aes128, 16),
            "AES-192-CBC" => (Cipher::Aes192, 16),
            "AES-256-CBC" => (Cipher::Aes256, 16),
            "DES-EDE3-CBC" => (Cipher::TripleDes, 8),
            _ => return Err(NotTraditional::OtherCipher),
        };
        let iv = octets(iv.trim()).filter(|iv| iv.len() == block).ok_or(NotTraditional::Damaged)?;
        if data.is_empty() || !data.len().is_multiple_of(block) {
            return Err(NotTraditional::Damaged);
        }
        Ok(Self { cipher, iv, data })
    }

    /// What is inside. A wrong passphrase gives nothing or, one time in 256, noise.
    pub fn open(&self, passphrase: &str) -> Option<Zeroizing<Vec<u8>>> {
        match self.cipher {
            Cipher::Aes128 => self.decrypt::<Aes128>(passphrase),
            Cipher::Aes192 => self.decrypt::<Aes192>(passphrase),
            Cipher::Aes256 => self.decrypt::<Aes256>(passphrase),
            Cipher::TripleDes => self.decrypt::<TdesEde3>(passphrase),
        }
    }

    fn decrypt<C: BlockCipherDecrypt + KeyInit>(&self, passphrase: &str) -> Option<Zeroizing<Vec<u8>>> {
        let key = self.derive(passphrase, C::key_size());
        let cipher = cbc::Decryptor::<C>::new_from_slices(&key, &self.iv).ok()?;
        cipher.decrypt_padded_vec::<Pkcs7>(&self.data).ok().map(Zeroizing::new)
    }

    /// The salt is the first eight octets of the IV.
    fn derive(&self, passphrase: &str, octets: usize) -> Zeroizing<Vec<u8>> {
        const SALT_OCTETS: usize = 8;
        let mut key = Zeroizing::new(Vec::with_capacity(octets + Md5::output_size()));
        let mut last = Zeroizing::new(Vec::new());
        while key.len() < octets {
            let digest = Md5::new().chain_update(&*last).chain_update(passphrase).chain_update(&self.iv[..SALT_OCTETS]);
            last = Zeroizing::new(digest.finalize().to_vec());
            key.extend_from_slice(&last);
        }
        key.truncate(octets);
        key
    }
}

fn octets(hexadecimal: &str) -> Option<Vec<u8>> {
    let digits: Vec<u8> = hexadecimal.chars().map(|c| c.to_digit(16).map(|digit| digit as u8)).collect::<Option<_>>()?;
    digits.len().is_multiple_of(2).then(|| digits.chunks(2).map(|pair| pair[0] << 4 | pair[1]).collect())
}
