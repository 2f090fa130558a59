// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

/*
    consolepeer MODE: a program at a console, for consoles.py.

    It prints each input that it reads as one line of hexadecimal digits. Its standard output is
    the console too.

    echo    reads until the end
    watch   like echo, and watches Ctrl-C, which it sends itself after the line "interrupt"
    close   closes its input during a read, and ends
    show    reads nothing; prints text that is split inside characters, and a lot of text
*/

#include <QtInterprocess/PipeReader>
#include <QtInterprocess/PipeWriter>
#include <QtInterprocess/SignalWatcher>

#include <QtCore/qcoreapplication.h>

#include <memory>

#include <windows.h>

using namespace QtInterprocess;

namespace {

class ConsolePeer : public QObject
{
public:
    explicit ConsolePeer(const QString &mode)
    {
        if (mode == QLatin1String("watch")) {
            m_watcher.watch(2);
            connect(&m_watcher, &SignalWatcher::received, this, [this] { say("INTERRUPT"); });
        }
        if (mode == QLatin1String("show")) {
            show();
            return;
        }
        m_input = PipeReader::standardInput();
        connect(m_input.get(), &PipeReader::readyRead, this, &ConsolePeer::read);
        connect(m_input.get(), &PipeReader::readChannelFinished, this, [this] { finish("END"); });
        connect(m_input.get(), &PipeReader::errorOccurred, this,
                [this] { say("ERROR " + m_input->error().message().toUtf8()); });
        say("READY");
        if (mode == QLatin1String("close")) {
            QMetaObject::invokeMethod(
                this,
                [this] {
                    m_input.reset();
                    finish("CLOSED");
                },
                Qt::QueuedConnection);
        }
    }

private:
    void say(const QByteArray &line) { m_output->write(line + "\r\n"); }

    void read()
    {
        const QByteArray bytes = m_input->readAll();
        say("READ " + bytes.toHex());
        if (bytes == "interrupt\r\n")
            ::GenerateConsoleCtrlEvent(CTRL_C_EVENT, 0);
    }

    void finish(const QByteArray &line)
    {
        say(line);
        m_output->close();
        connect(m_output.get(), &PipeWriter::disconnected, qApp, &QCoreApplication::quit);
        if (m_output->state() == Device::State::Closed)
            QMetaObject::invokeMethod(qApp, &QCoreApplication::quit, Qt::QueuedConnection);
    }

    // Prints characters byte by byte, then invalid text, then more than old consoles accept at
    // once.
    void show()
    {
        for (const char byte : QByteArray("CUT \xc3\xa4\xe2\x82\xac TUC\r\n")) {
            m_output->write(&byte, 1);
            m_output->waitForBytesWritten(10000);
        }
        m_output->write("BAD \xff\xe2\x82.\r\n");
        m_output->waitForBytesWritten(10000);
        showWithoutTheRightToRead("ONLY \xe2\x82\xac WRITTEN\r\n");
        for (int i = 0; i < 2000; ++i)
            m_output->write("LINE " + QByteArray::number(i)
                            + " \xe2\x82\xac ........................................\r\n");
        finish("SHOWN");
    }

    void showWithoutTheRightToRead(const QByteArray &line)
    {
        const HANDLE console = ::CreateFileW(L"CONOUT$", GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_WRITE, nullptr,
                                             OPEN_EXISTING, 0, nullptr);
        PipeWriter writer;
        writer.adopt(OwnedHandle(reinterpret_cast<qintptr>(console)));
        writer.write(line);
        writer.waitForBytesWritten(10000);
    }

    SignalWatcher m_watcher;
    std::unique_ptr<PipeReader> m_input;
    std::unique_ptr<PipeWriter> m_output = PipeWriter::standardOutput();
};

} // namespace

int main(int argc, char *argv[])
{
    QCoreApplication app(argc, argv);
    ConsolePeer peer(app.arguments().value(1));
    return QCoreApplication::exec();
}
