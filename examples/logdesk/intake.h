// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "protocol.h"

#include <QtInterprocess/LocalSocket>

#include <QtCore/qcryptographichash.h>
#include <QtCore/qfile.h>
#include <QtCore/qobject.h>

/*! The desk's record of a sender. */
struct Receipt
{
    enum class State {
        Receiving,
        Complete, //!< As many bytes as it announced.
        Ended, //!< It announced no size, and closed its side.
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
    Receives the bytes of one sender, and answers it.

    Bytes go to the hash and the file as they are read. At most 256 KiB are buffered; the sender
    waits with the rest.
*/
class Intake : public QObject
{
    Q_OBJECT

public:
    /*!
        Takes ownership of \a socket. \a outputDirectory may be empty. \a number makes file names
        in it unique.
    */
    Intake(QtInterprocess::LocalSocket *socket, const QString &outputDirectory, int number, QObject *parent);

    const Receipt &receipt() const noexcept { return m_receipt; }

Q_SIGNALS:
    /*! Emitted when it is known whether the sender announces a file. */
    void began();
    /*! Emitted when the sender has ended its output or has disconnected. */
    void ended();
    /*! Emitted when the bytes cannot be written to the file. Receiving stops. */
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
