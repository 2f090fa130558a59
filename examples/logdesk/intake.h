// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "protocol.h"

#include <QtInterprocess/LocalSocket>

#include <QtCore/qcryptographichash.h>
#include <QtCore/qfile.h>
#include <QtCore/qobject.h>

/*! What the desk knows about a sender. */
struct Receipt
{
    enum class State {
        Receiving,
        Complete, //!< As many bytes as it announced.
        Ended, //!< It announced no size, and ended.
        CutOff, //!< Fewer bytes than it announced, or the connection broke.
        TooLong, //!< More bytes than it announced.
    };

    QtInterprocess::PeerCredentials peer;
    Announcement announced;
    State state = State::Receiving;
    qint64 bytes = 0;
    qint64 lines = 0; //!< as `wc -l` counts them
    QByteArray sha256; //!< in hexadecimal digits

    bool isGood() const noexcept { return state == State::Complete || state == State::Ended; }
    QString pid() const;
    QString uid() const;
    QString stateName() const;
};

/*!
    Takes in what one sender sends, and answers it.

    Holds no more than 256 KiB of it, whatever the sender does: what is read goes straight on to the hash and
    the file, and what is not read stays with the sender.
*/
class Intake : public QObject
{
    Q_OBJECT

public:
    /*! Becomes the owner of \a socket. \a outputDirectory can be empty; \a number makes the name there unique. */
    Intake(QtInterprocess::LocalSocket *socket, const QString &outputDirectory, int number, QObject *parent);

    const Receipt &receipt() const noexcept { return m_receipt; }

Q_SIGNALS:
    /*! It is known what will come. */
    void began();
    void ended();
    /*! The bytes could not be kept. Nothing more is taken in. */
    void outputFailed(const QString &message);

private:
    void read();
    bool decide(bool isAll);
    bool openOutput();
    bool take(const char *data, qint64 size);
    void failOutput();
    void conclude();
    Receipt::State finalState() const;

    QtInterprocess::LocalSocket &m_socket;
    const QString m_outputDirectory;
    const int m_number;
    Opening m_opening = Opening::Undecided;
    Receipt m_receipt;
    QCryptographicHash m_hash { QCryptographicHash::Sha256 };
    QFile m_output;
    QByteArray m_buffer;
};
